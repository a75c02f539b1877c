package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.Collection;
import java.util.List;

/**
 * Results within the limits of a call. A result beyond them ends the decision: were it undefined, a rule that denies could fall
 * silent.
 */
final class Results {
    private Results() {}

    static RegoString text(String text, BuiltinContext context) {
        return new RegoString(text(text.length(), text, context));
    }

    private static String text(int length, String text, BuiltinContext context) {
        checkText(length, context);
        return text;
    }

    /** To be asked before a text of {@code length} characters is made. */
    static void checkText(long length, BuiltinContext context) {
        if (length > context.limits().textLength()) {
            throw new DecisionEndedException("makes a text of more than "
                    + context.limits().textLength() + " characters in one call of a builtin");
        }
    }

    /** To be asked before or while {@code count} elements are made. */
    static void checkCount(long count, BuiltinContext context) {
        if (count > context.limits().elements()) {
            throw new DecisionEndedException(
                    "makes more than " + context.limits().elements() + " elements in one call of a builtin");
        }
    }

    static RegoArray array(Collection<? extends RegoValue> elements, BuiltinContext context) {
        checkCount(elements.size(), context);
        return new RegoArray(List.copyOf(elements));
    }

    static RegoArray strings(Collection<String> texts, BuiltinContext context) {
        checkCount(texts.size(), context);
        return new RegoArray(
                texts.stream().map(text -> (RegoValue) new RegoString(text)).toList());
    }
}
