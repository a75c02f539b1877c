package dev.mixer.engine.expression;

/**
 * Reads required literals off a regular expression that is known to be valid. Understands literals, escapes of
 * punctuation, {@code .}, classes and quantifiers at the top level; everything else (groups, alternation, flags) ends what
 * it claims to know, because a literal that is claimed and not required would lose matches.
 */
final class RequiredLiterals {
    private static final String PUNCTUATION = ".+*?()|[]{}^$\\/-:;,_=!@#%&~'\"<> ";

    private final String regex;
    private final StringBuilder run = new StringBuilder();
    private String longest = "";
    private String prefix = "";
    private boolean atPrefix;

    RequiredLiterals(String regex) {
        this.regex = regex;
    }

    RegexPattern find() {
        // Within a group or beside an alternative nothing is required for sure.
        if (regex.indexOf('(') >= 0 || regex.indexOf('|') >= 0 || regex.contains("\\Q") || regex.contains("\\E")) {
            return new RegexPattern(regex, "", "");
        }
        int i = 0;
        atPrefix = regex.startsWith("^");
        while (i < regex.length()) {
            int end = endOfAtom(i);
            int quantified = endOfQuantifier(end);
            var literal = literal(i, end);
            if (literal.isEmpty() || quantified > end) {
                boolean repeatedOnce = !literal.isEmpty() && regex.charAt(end) == '+';
                if (repeatedOnce) {
                    run.append(literal);
                }
                if (!(i == 0 && regex.charAt(0) == '^' && quantified == end)) {
                    endRun();
                }
            } else {
                run.append(literal);
            }
            i = quantified;
        }
        endRun();
        return new RegexPattern(regex, prefix, longest);
    }

    private void endRun() {
        if (atPrefix) {
            prefix = run.toString();
            atPrefix = false;
        }
        if (run.length() > longest.length()) {
            longest = run.toString();
        }
        run.setLength(0);
    }

    private String literal(int start, int end) {
        char c = regex.charAt(start);
        if (c == '\\') {
            char escaped = start + 1 < regex.length() ? regex.charAt(start + 1) : 'x';
            return end - start == 2 && PUNCTUATION.indexOf(escaped) >= 0 ? String.valueOf(escaped) : "";
        }
        return end - start == 1 && ".^$[]{}*+?".indexOf(c) < 0 && !Character.isSurrogate(c) ? String.valueOf(c) : "";
    }

    private int endOfAtom(int start) {
        char c = regex.charAt(start);
        if (c == '[') {
            return endOfClass(start);
        }
        if (c != '\\' || start + 1 == regex.length()) {
            return start + Character.charCount(regex.codePointAt(start));
        }
        return switch (regex.charAt(start + 1)) {
            case 'x', 'p', 'P', '0', '1', '2', '3', '4', '5', '6', '7' -> regex.length(); // of unknown length
            default -> start + 2;
        };
    }

    private int endOfClass(int start) {
        int i = start + 1;
        i += i < regex.length() && regex.charAt(i) == '^' ? 1 : 0;
        i += i < regex.length() && regex.charAt(i) == ']' ? 1 : 0;
        while (i < regex.length() && regex.charAt(i) != ']') {
            if (regex.startsWith("[:", i)) {
                return regex.length();
            }
            i += regex.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i + 1, regex.length());
    }

    private int endOfQuantifier(int start) {
        int i = start;
        if (i < regex.length() && regex.charAt(i) == '{') {
            int close = regex.indexOf('}', i);
            i = close < 0 ? regex.length() : close + 1;
        }
        while (i < regex.length() && "*+?".indexOf(regex.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }
}
