package dev.mixer.adapters.redisquota;

/** Redis has not decided. Thrown often while it is away, so it keeps no stack. */
final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean silence;

    UnavailableException(String message) {
        this(message, false);
    }

    private UnavailableException(String message, boolean silence) {
        super(message, null, false, false);
        this.silence = silence;
    }

    static UnavailableException silence(long millis) {
        return new UnavailableException("Redis has not answered within " + millis + " ms", true);
    }

    /** Whether nothing came at all, so that the connection itself may be dead. */
    boolean isSilence() {
        return silence;
    }
}
