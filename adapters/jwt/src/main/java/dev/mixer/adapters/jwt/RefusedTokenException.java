package dev.mixer.adapters.jwt;

import java.time.Duration;

/** A token that does not count. The message is for the caller and holds nothing of the token. */
final class RefusedTokenException extends Exception {
    private static final long serialVersionUID = 1L;

    /** How long a refusal that only an edit of the configuration can lift may be reused. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Duration validFor;

    RefusedTokenException(String message) {
        this(message, LONG);
    }

    /** @param validFor after which the same token may count, such as one whose time has not come */
    RefusedTokenException(String message, Duration validFor) {
        super(message, null, false, false); // forged tokens come in floods, so no stack is recorded
        this.validFor = validFor.compareTo(LONG) < 0 ? validFor : LONG;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    Duration validFor() {
        return validFor;
    }
}
