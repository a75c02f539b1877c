package dev.mixer.adapters.jwt;

import dev.mixer.spi.template.Jwt;
import java.time.Duration;

/** What was found out about a call's token. */
sealed interface Verdict {
    /** The call has none. */
    record Absent() implements Verdict {}

    /**
     * It counts.
     *
     * @param left for how long, of the token and of the keys
     */
    record Valid(Jwt.Claims claims, Duration left) implements Verdict {}

    /**
     * It does not count.
     *
     * @param reason for the caller; holds nothing of the token
     * @param validFor how long the same token will not count either
     */
    record Invalid(String reason, Duration validFor) implements Verdict {}
}
