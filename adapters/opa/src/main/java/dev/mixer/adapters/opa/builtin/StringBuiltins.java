package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** Texts: look-up, cutting and formatting. Positions count code points, as in Rego. */
final class StringBuiltins {
    private StringBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                Builtin.of("sprintf", StringBuiltins::sprintf),
                Builtin.of(
                        "strings.any_prefix_match",
                        (texts, starts, context) -> anyMatch(texts, starts, String::startsWith, context)),
                Builtin.of(
                        "strings.any_suffix_match",
                        (texts, ends, context) -> anyMatch(texts, ends, String::endsWith, context)),
                Builtin.of("strings.split_n", StringBuiltins::splitN),
                Builtin.of("strings.count", StringBuiltins::count),
                Builtin.of("indexof_n", StringBuiltins::indexOfN));
    }

    private static RegoValue sprintf(RegoValue format, RegoValue arguments, BuiltinContext context)
            throws BuiltinException {
        var template = Operands.string(format, 1);
        var values = new ArrayList<Object>();
        for (var value : Operands.array(arguments, 2)) {
            values.add(GoArguments.of(value));
        }
        return Results.text(new GoFormat(template, values, context).format(), context);
    }

    private static RegoValue anyMatch(
            RegoValue texts, RegoValue affixes, BiPredicate<String, String> match, BuiltinContext context)
            throws BuiltinException {
        var wanted = oneOrMore(texts, 1);
        for (var affix : oneOrMore(affixes, 2)) {
            context.checkpoint();
            for (var text : wanted) {
                if (match.test(text, affix)) {
                    return RegoValue.of(true);
                }
            }
        }
        return RegoValue.of(false);
    }

    private static List<String> oneOrMore(RegoValue value, int position) throws BuiltinException {
        return value instanceof RegoString(var text) ? List.of(text) : Operands.strings(value, position);
    }

    /** The first {@code n} parts, or the last where it is negative. */
    private static RegoValue splitN(RegoValue text, RegoValue delimiter, RegoValue count, BuiltinContext context)
            throws BuiltinException {
        long n = Operands.whole(count, 3);
        var parts = split(Operands.string(text, 1), Operands.string(delimiter, 2));
        int from = n >= 0 ? 0 : (int) Math.max(parts.size() + n, 0);
        int to = n >= 0 ? (int) Math.min(n, parts.size()) : parts.size();
        return Results.strings(parts.subList(from, to), context);
    }

    /** All parts between the delimiters; without a delimiter each code point. */
    static List<String> split(String text, String delimiter) {
        if (delimiter.isEmpty()) {
            return text.codePoints().mapToObj(Character::toString).toList();
        }
        var parts = new ArrayList<String>();
        int start = 0;
        for (int next = text.indexOf(delimiter); next >= 0; next = text.indexOf(delimiter, start)) {
            parts.add(text.substring(start, next));
            start = next + delimiter.length();
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** How often {@code part} is there without overlap; the empty text is before, between and after all code points. */
    private static RegoValue count(RegoValue value, RegoValue part, BuiltinContext context) throws BuiltinException {
        var text = Operands.string(value, 1);
        var wanted = Operands.string(part, 2);
        return RegoNumber.of(
                wanted.isEmpty()
                        ? text.codePointCount(0, text.length()) + 1
                        : split(text, wanted).size() - 1);
    }

    /** Where {@code part} begins, overlaps included. */
    private static RegoValue indexOfN(RegoValue value, RegoValue part, BuiltinContext context) throws BuiltinException {
        var text = Operands.string(value, 1);
        var wanted = Operands.string(part, 2);
        if (wanted.isEmpty()) {
            throw new BuiltinException("argument 2 must not be empty");
        }
        var found = new ArrayList<RegoValue>();
        int position = 0;
        int counted = 0;
        for (int next = text.indexOf(wanted); next >= 0; next = text.indexOf(wanted, next + 1)) {
            position += text.codePointCount(counted, next);
            counted = next;
            found.add(RegoNumber.of(position));
        }
        return Results.array(found, context);
    }
}
