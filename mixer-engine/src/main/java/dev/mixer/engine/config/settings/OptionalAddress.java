package dev.mixer.engine.config.settings;

import org.jspecify.annotations.Nullable;

/**
 * A TCP listener that may be switched off, written {@code HOST:PORT} or {@code off}.
 *
 * @param tcp where; null: off
 */
public record OptionalAddress(ListenAddress.@Nullable Tcp tcp) {
    private static final String OFF = "off";

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if {@code text} is none
     */
    public static OptionalAddress parse(String text) {
        // YAML takes a bare off for false.
        if (text.equals(OFF) || text.equals("false")) {
            return new OptionalAddress(null);
        }
        if (ListenAddress.parse(text) instanceof ListenAddress.Tcp tcp) {
            return new OptionalAddress(tcp);
        }
        throw new IllegalArgumentException("'" + text + "' must be HOST:PORT or off");
    }

    @Override
    public String toString() {
        return tcp == null ? OFF : tcp.toString();
    }
}
