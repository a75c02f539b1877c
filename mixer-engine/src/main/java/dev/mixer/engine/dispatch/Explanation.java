package dev.mixer.engine.dispatch;

import dev.mixer.engine.policy.PolicyNote;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a decision is what it is, for people.
 *
 * @param namespace whose rules apply beside those of the root namespace
 * @param assumedNamespace whether the call does not say, so that the default namespace stands for its own
 * @param policies absent where there is no policy
 * @param rules each rule in scope, in configuration order
 * @param omitted how many rules that did not match are left out, beyond the first few hundred
 */
public record Explanation(
        String namespace,
        boolean assumedNamespace,
        @Nullable PolicyPart policies,
        List<RuleNote> rules,
        int omitted) {
    public Explanation {
        rules = List.copyOf(rules);
    }

    /**
     * What the policies said.
     *
     * @param allowed whether the call may pass
     * @param reason of what decided; empty: nothing forbade it
     * @param shadow what policies that are only tried would change; empty: nothing
     * @param notes each policy of the namespace and the root's
     * @param answers of the handlers that CUSTOM policies asked
     */
    public record PolicyPart(
            boolean allowed, String reason, String shadow, List<PolicyNote> notes, List<AnswerNote> answers) {
        public PolicyPart {
            notes = List.copyOf(notes);
            answers = List.copyOf(answers);
        }
    }

    /**
     * What became of one rule.
     *
     * @param rule {@code name.namespace}
     * @param place {@code file:line:column}
     * @param tried whether this is the part of it that is on trial
     * @param matched whether it applied
     * @param reason for one that did not: the clause that decided
     * @param answers what its handlers said
     */
    public record RuleNote(
            String rule, String place, boolean tried, boolean matched, String reason, List<AnswerNote> answers) {
        public RuleNote {
            answers = List.copyOf(answers);
        }
    }

    /**
     * What one handler said to one instance.
     *
     * @param handler {@code name.namespace}
     * @param instance {@code name.namespace}
     * @param answer status and message, or how it failed
     * @param millis how long it took
     * @param detail what led to the answer, as the handler tells it; empty: nothing
     */
    public record AnswerNote(String handler, String instance, String answer, double millis, String detail) {}
}
