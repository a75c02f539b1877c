package dev.mixer.engine.config.ratelimit;

/**
 * How many requests a window lets pass; a type of its own, so that a bad one is reported where it stands.
 *
 * @param value what Envoy's protocol can carry: 0 to {@value #MOST}
 */
public record RequestCount(long value) {
    /** The largest number of the protocol's type uint32. */
    public static final long MOST = 0xFFFF_FFFFL;

    public RequestCount {
        if (value < 0 || value > MOST) {
            throw new IllegalArgumentException(value + " is not in 0 to " + MOST);
        }
    }

    /** Reads decimal digits. */
    public static RequestCount parse(String text) {
        if (!text.matches("[-+]?[0-9]+")) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number");
        }
        try {
            return new RequestCount(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(text + " is not in 0 to " + MOST, e);
        }
    }
}
