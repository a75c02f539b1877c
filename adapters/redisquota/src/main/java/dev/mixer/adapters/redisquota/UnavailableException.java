package dev.mixer.adapters.redisquota;

/** Redis has not decided. Thrown often while it is away, so it keeps no stack. */
final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnavailableException(String message) {
        super(message, null, false, false);
    }
}
