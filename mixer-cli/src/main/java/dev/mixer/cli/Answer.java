package dev.mixer.cli;

import dev.mixer.engine.attribute.ReferencedAttributes;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.dispatch.Decision;
import dev.mixer.engine.dispatch.Explanation;
import dev.mixer.engine.expression.ValueText;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A decision in the JSON form that the HTTP API has, wherever it was made. */
final class Answer {
    private Answer() {}

    static Map<String, Object> of(Decision decision) {
        var json = of(decision.status());
        json.put("validFor", ValueText.of(ValueType.DURATION, decision.validFor()));
        json.put("validUses", decision.validUses());
        json.put(
                "referenced",
                decision.referenced().matches().stream()
                        .map(ReferencedAttributes.Match::toString)
                        .toList());
        json.put("headers", decision.headers().stream().map(Answer::header).toList());
        json.put("rules", decision.rules());
        json.put("policy", decision.policies().policy());
        json.put("shadow", decision.shadow());
        json.put("revision", decision.revision());
        var explanation = decision.explanation();
        if (explanation != null) {
            json.put("explanation", explanation(explanation));
        }
        return json;
    }

    static Map<String, Object> of(Status outcome) {
        var status = new LinkedHashMap<String, Object>();
        status.put("code", outcome.code().name());
        status.put("message", outcome.message());
        var json = new LinkedHashMap<String, Object>();
        json.put("status", status);
        return json;
    }

    private static Map<String, Object> header(HeaderOperation operation) {
        var json = new LinkedHashMap<String, Object>();
        json.put("target", operation.target().name());
        json.put("operation", operation.kind().name());
        json.put("name", operation.name());
        json.put("value", operation.value());
        return json;
    }

    private static Map<String, Object> explanation(Explanation explanation) {
        var json = new LinkedHashMap<String, Object>();
        json.put("namespace", explanation.namespace());
        json.put("assumedNamespace", explanation.assumedNamespace());
        var policies = explanation.policies();
        if (policies != null) {
            json.put("policies", policies(policies));
        }
        json.put("rules", explanation.rules().stream().map(Answer::rule).toList());
        json.put("omitted", explanation.omitted());
        return json;
    }

    private static Map<String, Object> policies(Explanation.PolicyPart policies) {
        var json = new LinkedHashMap<String, Object>();
        json.put("allowed", policies.allowed());
        json.put("reason", policies.reason());
        json.put("shadow", policies.shadow());
        json.put(
                "notes",
                policies.notes().stream()
                        .map(note -> {
                            var said = new LinkedHashMap<String, Object>();
                            said.put("policy", note.policy());
                            said.put("place", note.place());
                            said.put("action", note.action());
                            said.put("dryRun", note.dryRun());
                            said.put("matched", note.matched());
                            said.put("reason", note.reason());
                            return said;
                        })
                        .toList());
        json.put("answers", policies.answers().stream().map(Answer::answer).toList());
        return json;
    }

    private static Map<String, Object> answer(Explanation.AnswerNote answer) {
        var said = new LinkedHashMap<String, Object>();
        said.put("handler", answer.handler());
        said.put("instance", answer.instance());
        said.put("answer", answer.answer());
        said.put("millis", answer.millis());
        if (!answer.detail().isEmpty()) {
            said.put("detail", answer.detail());
        }
        return said;
    }

    private static Map<String, Object> rule(Explanation.RuleNote note) {
        var json = new LinkedHashMap<String, Object>();
        json.put("rule", note.rule());
        json.put("place", note.place());
        json.put("tried", note.tried());
        json.put("matched", note.matched());
        json.put("reason", note.reason());
        json.put("answers", note.answers().stream().map(Answer::answer).toList());
        return json;
    }

    /** A member that is an object; empty where it is none. */
    static Map<?, ?> object(Map<?, ?> json, String name) {
        return json.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    /** The elements of a member that is a list; none where it is none. */
    static List<Object> list(Map<?, ?> json, String name) {
        var list = new ArrayList<Object>();
        if (json.get(name) instanceof List<?> elements) {
            elements.forEach(list::add);
        }
        return list;
    }

    /** A member as text; empty where there is none. */
    static String text(Map<?, ?> json, String name) {
        @Nullable Object value = json.get(name);
        return value == null ? "" : value.toString();
    }
}
