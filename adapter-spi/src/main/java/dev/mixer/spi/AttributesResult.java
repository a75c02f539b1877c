package dev.mixer.spi;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one handler derived from one instance.
 *
 * @param status OK, unless what the caller sent proves it unworthy, as a token does that is forged or has expired: then the
 *     check is refused with this status; a report goes on without the attributes
 * @param output the record whose components a configuration binds to attributes as {@code $out.field}; an empty {@link
 *     java.util.Optional} component leaves its attribute absent; null: nothing was derived, every component is absent
 * @param response what the sidecar answers itself to a check that is refused; null: the usual denial for the status
 * @param validFor how long callers may reuse a decision that rests on the output, such as what is left of a token; zero
 *     forbids reuse, never negative
 * @param validUses how many requests may reuse it (a count, not a rate); zero forbids reuse, never negative
 * @param <O> the output record
 */
public record AttributesResult<O extends Record>(
        Status status, @Nullable O output, @Nullable DirectResponse response, Duration validFor, int validUses) {
    public AttributesResult {
        requireNonNull(status, "status");
        requireNonNull(validFor, "validFor");
        if (validFor.isNegative() || validUses < 0) {
            throw new IllegalArgumentException("negative lifetime: " + validFor + ", " + validUses + " uses");
        }
    }

    /** An output that shortens no decision's lifetime. */
    public static <O extends Record> AttributesResult<O> of(O output) {
        return new AttributesResult<>(
                Status.OK,
                requireNonNull(output, "output"),
                null,
                CheckResult.DEFAULT_LIFETIME,
                CheckResult.DEFAULT_USES);
    }

    /** Nothing: the attributes that a configuration binds to the output are absent. */
    public static <O extends Record> AttributesResult<O> nothing() {
        return new AttributesResult<>(Status.OK, null, null, CheckResult.DEFAULT_LIFETIME, CheckResult.DEFAULT_USES);
    }

    /** Refuses the check; callers may reuse that for as long as any answer. */
    public static <O extends Record> AttributesResult<O> refused(Status status) {
        return new AttributesResult<>(status, null, null, CheckResult.DEFAULT_LIFETIME, CheckResult.DEFAULT_USES);
    }

    /** This result with another lifetime and use count. */
    public AttributesResult<O> validFor(Duration duration, int uses) {
        return new AttributesResult<>(status, output, response, duration, uses);
    }

    /** This refusal with what the sidecar answers itself, such as the challenge of RFC 6750. */
    public AttributesResult<O> withResponse(DirectResponse answer) {
        return new AttributesResult<>(status, output, requireNonNull(answer, "answer"), validFor, validUses);
    }
}
