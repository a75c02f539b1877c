package dev.mixer.adapters.opa.builtin;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/**
 * Replacements with references to groups as Go's package regexp reads them: {@code $1}, {@code $name} and {@code ${1}}, of
 * which the first two take as many letters, digits and underscores as there are; {@code $$} is a dollar sign.
 */
final class GoExpansion {
    private GoExpansion() {}

    static void expand(String template, Pattern pattern, Matcher match, StringBuilder out) {
        int at = 0;
        while (at < template.length()) {
            int dollar = template.indexOf('$', at);
            if (dollar < 0 || dollar + 1 == template.length()) {
                out.append(template, at, template.length());
                return;
            }
            out.append(template, at, dollar);
            if (template.charAt(dollar + 1) == '$') {
                out.append('$');
                at = dollar + 2;
                continue;
            }
            boolean braced = template.charAt(dollar + 1) == '{';
            int start = dollar + (braced ? 2 : 1);
            int end = start;
            while (end < template.length() && isWord(template.codePointAt(end))) {
                end += Character.charCount(template.codePointAt(end));
            }
            boolean closed = !braced || (end < template.length() && template.charAt(end) == '}');
            if (end == start || !closed) {
                out.append('$'); // no reference
                at = dollar + 1;
                continue;
            }
            append(template.substring(start, end), pattern, match, out);
            at = braced ? end + 1 : end;
        }
    }

    private static boolean isWord(int c) {
        return c == '_' || Character.isLetter(c) || Character.isDigit(c);
    }

    /** A group that is not there, or took no part in the match, is empty. */
    private static void append(String name, Pattern pattern, Matcher match, StringBuilder out) {
        int group;
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            group = name.length() > 8 || (name.length() > 1 && name.charAt(0) == '0') ? -1 : Integer.parseInt(name);
        } else {
            group = pattern.namedGroups().getOrDefault(name, -1);
        }
        var text = group < 0 || group > match.groupCount() ? null : match.group(group);
        if (text != null) {
            out.append(text);
        }
    }
}
