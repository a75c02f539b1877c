package dev.mixer.adapters.opa.builtin;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.ArrayList;
import java.util.List;

/** Regular expressions in RE2's syntax, in time linear in the text. */
final class RegexBuiltins {
    /** As Go: deeper patterns could overflow the stack of whoever compiles them. */
    private static final int DEEPEST = 1_000;

    private final Memo<Pattern> patterns = new Memo<>(200);

    static List<Builtin> all() {
        var regex = new RegexBuiltins();
        return List.of(
                Builtin.of("regex.replace", regex::replace),
                Builtin.of("regex.split", regex::split),
                Builtin.of("regex.find_n", regex::find),
                Builtin.of("regex.template_match", 4, regex::matchTemplate),
                Builtin.of(
                        "regex.globs_match",
                        (one, other, context) -> RegoValue.of(
                                GlobIntersection.exists(Operands.string(one, 1), Operands.string(other, 2), context))));
    }

    private Pattern pattern(String text) throws BuiltinException {
        return patterns.get(text, RegexBuiltins::compile);
    }

    private static Pattern compile(String text) throws BuiltinException {
        if (text.chars().filter(c -> c == '(').count() > DEEPEST) {
            throw new BuiltinException("the pattern has too many groups");
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new BuiltinException("the pattern is no regular expression of RE2", e);
        }
    }

    /** What is done with a match. */
    @FunctionalInterface
    private interface MatchVisitor {
        void visit(Matcher matcher);
    }

    /** Visits up to {@code most} matches, or all where it is negative; an empty one directly after another is none. */
    private static void forEach(Pattern pattern, String text, long most, BuiltinContext context, MatchVisitor visitor) {
        var matcher = pattern.matcher(text);
        int at = 0;
        int lastEnd = -1;
        long count = 0;
        while (at <= text.length() && (most < 0 || count < most) && matcher.find(at)) {
            context.checkpoint();
            boolean accepted = true;
            if (matcher.end() == at) {
                accepted = matcher.start() != lastEnd;
                at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 1;
            } else {
                at = matcher.end();
            }
            lastEnd = matcher.end();
            if (accepted) {
                count++;
                visitor.visit(matcher);
            }
        }
    }

    private RegoValue replace(RegoValue value, RegoValue regex, RegoValue replacement, BuiltinContext context)
            throws BuiltinException {
        var text = Operands.string(value, 1);
        var pattern = pattern(Operands.string(regex, 2));
        var template = Operands.string(replacement, 3);
        var out = new StringBuilder();
        int[] copied = {0};
        forEach(pattern, text, -1, context, matcher -> {
            out.append(text, copied[0], matcher.start());
            GoExpansion.expand(template, pattern, matcher, out);
            Results.checkText(out.length(), context);
            copied[0] = matcher.end();
        });
        return Results.text(out.append(text, copied[0], text.length()).toString(), context);
    }

    private RegoValue split(RegoValue regex, RegoValue value, BuiltinContext context) throws BuiltinException {
        var pattern = pattern(Operands.string(regex, 1));
        var text = Operands.string(value, 2);
        if (text.isEmpty() && !pattern.pattern().isEmpty()) {
            return Results.strings(List.of(""), context);
        }
        var parts = new ArrayList<String>();
        int[] begin = {0};
        int[] end = {0};
        forEach(pattern, text, -1, context, matcher -> {
            end[0] = matcher.start();
            if (matcher.end() != 0) {
                parts.add(text.substring(begin[0], end[0]));
            }
            begin[0] = matcher.end();
            Results.checkCount(parts.size(), context);
        });
        if (end[0] != text.length()) {
            parts.add(text.substring(begin[0]));
        }
        return Results.strings(parts, context);
    }

    private RegoValue find(RegoValue regex, RegoValue value, RegoValue most, BuiltinContext context)
            throws BuiltinException {
        var pattern = pattern(Operands.string(regex, 1));
        var text = Operands.string(value, 2);
        var found = new ArrayList<String>();
        forEach(pattern, text, Operands.whole(most, 3), context, matcher -> {
            found.add(matcher.group());
            Results.checkCount(found.size(), context);
        });
        return Results.strings(found, context);
    }

    /** A literal text with regular expressions between delimiters; the whole value must match. */
    private RegoValue matchTemplate(List<RegoValue> arguments, BuiltinContext context) throws BuiltinException {
        var template = Operands.string(arguments.get(0), 1);
        var text = Operands.string(arguments.get(1), 2);
        char open = delimiter(arguments.get(2), 3);
        char close = delimiter(arguments.get(3), 4);
        var regex = new StringBuilder("^");
        int copied = 0;
        int start = 0;
        int level = 0;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c == open) {
                if (++level == 1) {
                    start = i;
                }
            } else if (c == close && --level <= 0) {
                if (level < 0) {
                    throw new BuiltinException("the delimiters of the template do not match up");
                }
                var part = template.substring(start + 1, i);
                pattern("^" + part + "$"); // else the parts of two could make up one
                regex.append(Pattern.quote(template.substring(copied, start)))
                        .append('(')
                        .append(part)
                        .append(')');
                copied = i + 1;
            }
        }
        if (level != 0) {
            throw new BuiltinException("the delimiters of the template do not match up");
        }
        regex.append(Pattern.quote(template.substring(copied))).append('$');
        return RegoValue.of(pattern(regex.toString()).matcher(text).find());
    }

    private static char delimiter(RegoValue value, int position) throws BuiltinException {
        var text = Operands.string(value, position);
        if (text.length() != 1 || text.charAt(0) >= 0x80) {
            throw new BuiltinException("argument " + position + " must be one ASCII character");
        }
        return text.charAt(0);
    }
}
