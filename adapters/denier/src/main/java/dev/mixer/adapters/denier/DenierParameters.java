package dev.mixer.adapters.denier;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.Status;
import java.time.Duration;

/**
 * What the denier answers.
 *
 * @param status the answer
 * @param validDuration how long callers may reuse it; zero forbids reuse
 * @param validUseCount how many requests may reuse it, 0 to 2147483647
 */
public record DenierParameters(
        @Description("The answer.") @DefaultValue("{}") Refusal status,

        @Description("How long callers may reuse the answer; 0s forbids reuse.") @DefaultValue("5s")
        Duration validDuration,

        @Description("How many requests may reuse the answer, 0 to 2147483647.") @DefaultValue("1000")
        long validUseCount) {
    /**
     * The answer.
     *
     * @param code a number of google.rpc.Code other than OK, 1 to 16
     * @param message a sentence for the caller
     */
    public record Refusal(
            @Description("A number of google.rpc.Code other than OK, 1 to 16.") @DefaultValue("7")
            long code,

            @Description("A sentence for the caller.") @DefaultValue("")
            String message) {
        public Refusal {
            requireNonNull(message, "message");
            if (code < 1 || code > 16) {
                throw new IllegalArgumentException("status.code " + code + " is not in 1 to 16");
            }
        }

        Status toStatus() {
            return Status.of(Status.Code.of((int) code).orElseThrow(), message);
        }
    }

    public DenierParameters {
        requireNonNull(status, "status");
        if (validDuration.isNegative()) {
            throw new IllegalArgumentException("valid_duration " + validDuration + " is negative");
        }
        if (validUseCount < 0 || validUseCount > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "valid_use_count " + validUseCount + " is not in 0 to " + Integer.MAX_VALUE);
        }
    }
}
