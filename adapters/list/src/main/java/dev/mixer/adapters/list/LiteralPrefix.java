package dev.mixer.adapters.list;

/** What every text begins with in which an expression can be found. */
final class LiteralPrefix {
    /** Punctuation that an escape makes literal; letters and digits after a backslash have meanings of their own. */
    private static final String ESCAPABLE = "\\.+*?()|[]{}^$/-_:;,=&%#@!~\"'<> ";

    private static final String META = "\\.+*?()|[]{}^$";
    private static final String REPEATS = "*?{+";

    private LiteralPrefix() {}

    /** Empty where there is none or it is not plain to see, as where flags or alternatives come into play. */
    static String of(String expression) {
        if (!expression.startsWith("^") || expression.indexOf('|') >= 0) {
            return "";
        }
        var literal = new StringBuilder();
        for (int i = 1; i < expression.length(); ) {
            char c = expression.charAt(i);
            boolean escape =
                    c == '\\' && i + 1 < expression.length() && ESCAPABLE.indexOf(expression.charAt(i + 1)) >= 0;
            // Beyond ASCII a character may be two of Java's, which a repetition would tear apart.
            if (!escape && (META.indexOf(c) >= 0 || c > '~')) {
                break;
            }
            int next = i + (escape ? 2 : 1);
            if (next < expression.length() && REPEATS.indexOf(expression.charAt(next)) >= 0) {
                break; // it may be there no times
            }
            literal.append(expression.charAt(next - 1));
            i = next;
        }
        return literal.toString();
    }
}
