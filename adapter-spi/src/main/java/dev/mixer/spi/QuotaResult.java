package dev.mixer.spi;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a counter gave.
 *
 * @param status not OK where the request is refused for another reason than an empty counter
 * @param granted how much, 0 to the amount asked for; 0 where none was asked for
 * @param remaining what is left in the counter now; -1 where that is not known
 * @param validFor how long the caller may use the grant
 * @param resetIn when the counter will have more; zero: it has all that it can have, or never will have more
 */
public record QuotaResult(Status status, long granted, long remaining, Duration validFor, Duration resetIn) {
    public QuotaResult {
        requireNonNull(status, "status");
        if (granted < 0 || remaining < -1 || validFor.isNegative() || resetIn.isNegative()) {
            throw new IllegalArgumentException(
                    "negative quota result: " + granted + ", " + remaining + ", " + validFor + ", " + resetIn);
        }
    }

    /** Grants {@code amount} for {@code validFor}, from a counter that does not tell what is left. */
    public static QuotaResult granted(long amount, Duration validFor) {
        return new QuotaResult(Status.OK, amount, -1, validFor, validFor);
    }

    /** Refuses with a status. */
    public static QuotaResult refused(Status status, Duration validFor) {
        return new QuotaResult(status, 0, -1, validFor, validFor);
    }
}
