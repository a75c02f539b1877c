package dev.mixer.engine.dispatch;

import dev.mixer.engine.attribute.ReferencedAttributes;
import dev.mixer.engine.policy.PolicyVerdict;
import dev.mixer.spi.DirectResponse;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a call.
 *
 * @param status whether the request may pass
 * @param validFor how long the caller may reuse the answer
 * @param validUses how often
 * @param referenced everything that was read to produce it
 * @param headers header operations in order; only with an answer that is OK
 * @param response what the sidecar answers instead of the application; absent: the front's usual response
 * @param metadata JSON objects of handlers that go along with the answer, in their order
 * @param quotas by the name that was asked for
 * @param revision of the snapshot that decided; empty: there is none
 * @param rules the rules that applied, {@code name.namespace}, in configuration order
 * @param policies what the policies said
 * @param shadow what policies, rules and handlers on trial would change, for people, as far as they had answered; empty: nothing
 * @param explanation absent where none was asked for
 */
public record Decision(
        Status status,
        Duration validFor,
        int validUses,
        ReferencedAttributes referenced,
        List<HeaderOperation> headers,
        @Nullable DirectResponse response,
        List<String> metadata,
        Map<String, QuotaGrant> quotas,
        String revision,
        List<String> rules,
        PolicyVerdict policies,
        String shadow,
        @Nullable Explanation explanation) {
    /**
     * What one quota gave.
     *
     * @param status why nothing was granted; OK otherwise
     * @param granted the amount
     * @param remaining what is left; -1: not known
     * @param validFor how long the grant holds
     * @param resetIn when there will be more
     * @param referenced what was read
     */
    public record QuotaGrant(
            Status status,
            long granted,
            long remaining,
            Duration validFor,
            Duration resetIn,
            ReferencedAttributes referenced) {}

    /** The same, with what would change and why. */
    Decision with(String shadow, @Nullable Explanation explanation) {
        return new Decision(
                status,
                validFor,
                validUses,
                referenced,
                headers,
                response,
                metadata,
                quotas,
                revision,
                rules,
                policies,
                shadow,
                explanation);
    }

    /** After how many whole seconds an exhausted quota has more, at least 1. */
    public long secondsToReset() {
        long seconds = 1;
        for (var grant : quotas.values()) {
            if (grant.granted() < 1) {
                var wait = grant.resetIn();
                seconds = Math.max(seconds, wait.getNano() > 0 ? wait.getSeconds() + 1 : wait.getSeconds());
            }
        }
        return seconds;
    }

    /** Whether a quota, not a check, refused. */
    public boolean isQuotaExhausted() {
        return status.code() == Status.Code.RESOURCE_EXHAUSTED;
    }
}
