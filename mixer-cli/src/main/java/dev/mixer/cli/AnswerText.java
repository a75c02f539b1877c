package dev.mixer.cli;

import dev.mixer.spi.Status;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A decision for people. */
final class AnswerText {
    private final PrintWriter out;
    private final Paint paint;

    AnswerText(PrintWriter out, Paint paint) {
        this.out = out;
        this.paint = paint;
    }

    /** The code's name; servers may give its number. */
    static String code(Map<?, ?> answer) {
        var code = Answer.text(Answer.object(answer, "status"), "code");
        return code.matches("[0-9]{1,4}")
                ? Status.Code.of(Integer.parseInt(code)).map(Status.Code::name).orElse(code)
                : code;
    }

    void print(Map<?, ?> answer) {
        printStatus(answer);
        printDetails(answer);
    }

    void printStatus(Map<?, ?> answer) {
        var code = code(answer);
        var message = Answer.text(Answer.object(answer, "status"), "message");
        out.println(
                (code.equals("OK") ? paint.good(code) : paint.bad(code)) + (message.isEmpty() ? "" : "  " + message));
    }

    private void printDetails(Map<?, ?> answer) {
        var table = new TextTable();
        var validFor = Answer.text(answer, "validFor");
        if (!validFor.isEmpty()) {
            table.row("valid for", validFor + ", " + Answer.text(answer, "validUses") + " uses");
        }
        table.row("rules", joined(Answer.list(answer, "rules"), "none applied"));
        var policy = Answer.text(answer, "policy");
        if (!policy.isEmpty()) {
            table.row("policy", policy);
        }
        var shadow = Answer.text(answer, "shadow");
        if (!shadow.isEmpty()) {
            table.row("on trial", shadow);
        }
        table.row("referenced", joined(Answer.list(answer, "referenced"), "nothing"));
        for (var header : Answer.list(answer, "headers")) {
            table.row("header", header(header));
        }
        table.row("revision", Answer.text(answer, "revision"));
        table.print(out, "", paint);
        if (answer.get("explanation") instanceof Map<?, ?> explanation) {
            explain(explanation);
        }
    }

    private static String joined(List<Object> elements, String none) {
        return elements.isEmpty()
                ? none
                : String.join(", ", elements.stream().map(Object::toString).toList());
    }

    /** A header operation in words: target, kind, name and value. */
    static String header(Object header) {
        return header instanceof Map<?, ?> map
                ? "%s %s %s%s"
                        .formatted(
                                Answer.text(map, "target").toLowerCase(Locale.ROOT),
                                Answer.text(map, "operation").toLowerCase(Locale.ROOT),
                                Answer.text(map, "name"),
                                Answer.text(map, "value").isEmpty() ? "" : ": " + Answer.text(map, "value"))
                : header.toString();
    }

    private void explain(Map<?, ?> explanation) {
        out.println();
        if (explanation.get("policies") instanceof Map<?, ?> policies) {
            policies(policies, Answer.text(explanation, "namespace"));
        }
        out.println("rules for namespace " + paint.strong(Answer.text(explanation, "namespace"))
                + (Answer.text(explanation, "assumedNamespace").equals("true") ? " (the call names none)" : ""));
        var rules = Answer.list(explanation, "rules");
        var omitted = Answer.text(explanation, "omitted");
        boolean more = !omitted.isEmpty() && !omitted.equals("0");
        for (int i = 0; i < rules.size(); i++) {
            boolean last = i == rules.size() - 1 && !more;
            if (rules.get(i) instanceof Map<?, ?> rule) {
                rule(rule, last);
            }
        }
        if (more) {
            out.println("└─ " + paint.faint(omitted + " more that did not match"));
        } else if (rules.isEmpty()) {
            out.println("└─ " + paint.faint("there are none"));
        }
    }

    private void policies(Map<?, ?> policies, String namespace) {
        boolean allowed = Boolean.TRUE.equals(policies.get("allowed"));
        var reason = Answer.text(policies, "reason");
        var outcome = allowed ? paint.good("allow") : paint.bad("refuse");
        out.println("policies for namespace " + paint.strong(namespace.isEmpty() ? "(any)" : namespace) + ": " + outcome
                + (reason.isEmpty() ? "" : ", " + reason));
        var notes = Answer.list(policies, "notes");
        for (int i = 0; i < notes.size(); i++) {
            if (notes.get(i) instanceof Map<?, ?> note) {
                policy(note, i == notes.size() - 1);
            }
        }
        out.println();
    }

    private void policy(Map<?, ?> note, boolean last) {
        boolean matched = Boolean.TRUE.equals(note.get("matched"));
        out.println((last ? "└─ " : "├─ ")
                + "%s %s %s%s  %s"
                        .formatted(
                                matched ? paint.good("✔") : paint.faint("✘"),
                                Answer.text(note, "action"),
                                matched ? paint.strong(Answer.text(note, "policy")) : Answer.text(note, "policy"),
                                Boolean.TRUE.equals(note.get("dryRun")) ? " (on trial)" : "",
                                paint.faint(Answer.text(note, "place"))));
        out.println((last ? "   " : "│  ") + "└─ " + Answer.text(note, "reason"));
    }

    private void rule(Map<?, ?> rule, boolean last) {
        boolean matched = Boolean.TRUE.equals(rule.get("matched"));
        var text = "%s %s%s  %s"
                .formatted(
                        matched ? paint.good("✔") : paint.faint("✘"),
                        matched ? paint.strong(Answer.text(rule, "rule")) : Answer.text(rule, "rule"),
                        Boolean.TRUE.equals(rule.get("tried")) ? " (on trial)" : "",
                        paint.faint(Answer.text(rule, "place")));
        out.println((last ? "└─ " : "├─ ") + text);
        var stem = last ? "   " : "│  ";
        var answers = Answer.list(rule, "answers");
        out.println(stem + (answers.isEmpty() ? "└─ " : "├─ ") + Answer.text(rule, "reason"));
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i) instanceof Map<?, ?> answer) {
                boolean lastAnswer = i == answers.size() - 1;
                out.println(stem + (lastAnswer ? "└─ " : "├─ ") + answer(answer));
                var below = stem + (lastAnswer ? "   " : "│  ");
                detail(answer).forEach(line -> out.println(below + paint.faint(line)));
            }
        }
    }

    /** What led to an answer, line by line; a server of an earlier version tells nothing. */
    private static List<String> detail(Map<?, ?> answer) {
        return answer.get("detail") instanceof String text && !text.isEmpty()
                ? text.lines().toList()
                : List.of();
    }

    private String answer(Map<?, ?> answer) {
        var said = Answer.text(answer, "answer");
        var millis = answer.get("millis") instanceof Number number
                ? String.format(Locale.ROOT, "  %.2f ms", number.doubleValue())
                : "";
        return "%s of %s: %s%s"
                .formatted(
                        Answer.text(answer, "handler"),
                        Answer.text(answer, "instance"),
                        said.startsWith("OK") ? paint.good(said) : paint.bad(said),
                        paint.faint(millis));
    }
}
