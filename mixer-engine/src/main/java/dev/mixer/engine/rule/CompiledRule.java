package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.expression.CompiledExpression;
import dev.mixer.engine.expression.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule ready for calls.
 *
 * @param name {@code name.namespace}
 * @param namespace whose calls it applies to
 * @param place {@code file:line:column}
 * @param match of type BOOL; absent: every call
 * @param producers in the rule's order
 * @param checks in the rule's order
 * @param quotas in the rule's order
 * @param reports in the rule's order
 * @param headers in the rule's order
 * @param denials what the clients of calls get that were refused, in the rule's order; the first for the refusal's code counts
 * @param outputs how many outputs of actions the header operations read
 * @param sampling which records the reports get; absent: all
 * @param forwarding what applications see of the token that it accepts; absent: the rule is no RequestAuthentication
 */
public record CompiledRule(
        String name,
        String namespace,
        String place,
        @Nullable CompiledExpression match,
        List<Action> producers,
        List<Action> checks,
        List<Action> quotas,
        List<Action> reports,
        List<HeaderTemplate> headers,
        List<DenialTemplate> denials,
        int outputs,
        @Nullable ReportSampling sampling,
        @Nullable TokenForwarding forwarding) {
    public CompiledRule {
        producers = List.copyOf(producers);
        checks = List.copyOf(checks);
        quotas = List.copyOf(quotas);
        reports = List.copyOf(reports);
        headers = List.copyOf(headers);
        denials = List.copyOf(denials);
    }

    /** Whether the rule applies to a call; one that reads an absent attribute does not. */
    public boolean applies(AttributeReader reader) {
        return match == null || match.test(reader) == Verdict.TRUE;
    }

    /** Whether a refusal of its attribute producers counts only where no other such rule accepts the call. */
    public boolean alternative() {
        return forwarding != null;
    }

    /** Whether the rule has a part in checks. */
    public boolean decides() {
        return !checks.isEmpty() || !quotas.isEmpty() || !headers.isEmpty();
    }
}
