package dev.mixer.spi;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure that crosses the SPI. It tells the host the one thing that it needs to know: whether trying again may help. */
public final class AdapterException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether trying again may help. */
    public enum Kind {
        /** The backend may take it later. */
        TRANSIENT,
        /** It will never be taken as it is. */
        PERMANENT
    }

    private final Kind kind;
    private final @Nullable Duration retryAfter;

    private AdapterException(Kind kind, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.kind = requireNonNull(kind, "kind");
        this.retryAfter = retryAfter;
    }

    /** A failure that trying again may cure. The message names the backend, the value and the limit. */
    public static AdapterException transientFailure(String message, @Nullable Throwable cause) {
        return new AdapterException(Kind.TRANSIENT, message, cause, null);
    }

    /** A failure that trying again may cure, yet not before {@code retryAfter} has passed: the backend said so. */
    public static AdapterException transientFailure(String message, @Nullable Throwable cause, Duration retryAfter) {
        return new AdapterException(Kind.TRANSIENT, message, cause, requireNonNull(retryAfter, "retryAfter"));
    }

    /** A failure that trying again cannot cure. */
    public static AdapterException permanent(String message, @Nullable Throwable cause) {
        return new AdapterException(Kind.PERMANENT, message, cause, null);
    }

    /** Whether trying again may help. */
    public Kind kind() {
        return kind;
    }

    /** How long the backend wants to be left alone; empty where it did not say. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
