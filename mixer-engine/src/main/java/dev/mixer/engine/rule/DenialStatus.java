package dev.mixer.engine.rule;

import dev.mixer.spi.Status;

/** The HTTP status of a denial whose decision brings no response of its own. */
public final class DenialStatus {
    private DenialStatus() {}

    /** The HTTP status; 403 where HTTP has no word of its own. */
    public static int of(Status.Code code) {
        return switch (code) {
            case INVALID_ARGUMENT -> 400;
            case UNAUTHENTICATED -> 401;
            case RESOURCE_EXHAUSTED -> 429;
            case UNAVAILABLE -> 503;
            default -> 403;
        };
    }
}
