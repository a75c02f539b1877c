package dev.mixer.adapters.opa.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A layout of Go's package time: the reference time, Mon Jan 2 15:04:05 MST 2006, written as times shall be. Source: the
 * documentation of that package.
 */
record GoLayout(List<Part> parts) {
    private static final Map<String, String> NAMED = Map.of(
            "ANSIC", "Mon Jan _2 15:04:05 2006",
            "UnixDate", "Mon Jan _2 15:04:05 MST 2006",
            "RubyDate", "Mon Jan 02 15:04:05 -0700 2006",
            "RFC822", "02 Jan 06 15:04 MST",
            "RFC822Z", "02 Jan 06 15:04 -0700",
            "RFC850", "Monday, 02-Jan-06 15:04:05 MST",
            "RFC1123", "Mon, 02 Jan 2006 15:04:05 MST",
            "RFC1123Z", "Mon, 02 Jan 2006 15:04:05 -0700",
            "RFC3339", "2006-01-02T15:04:05Z07:00",
            "RFC3339Nano", "2006-01-02T15:04:05.999999999Z07:00");

    /** How the reference time writes each part; of those that begin alike the longest comes first. */
    private static final List<String> KINDS = List.of(
            "January",
            "Jan",
            "Monday",
            "Mon",
            "MST",
            "002",
            "01",
            "02",
            "03",
            "04",
            "05",
            "06",
            "2006",
            "__2",
            "_2",
            "15",
            "1",
            "2",
            "3",
            "4",
            "5",
            "PM",
            "pm",
            "-07:00:00",
            "-070000",
            "-07:00",
            "-0700",
            "-07",
            "Z07:00:00",
            "Z070000",
            "Z07:00",
            "Z0700",
            "Z07");

    /** The kind of a fraction of seconds. */
    static final String FRACTION = ".0";

    /** The kind of a fraction of seconds without zeros at its end. */
    static final String SHORT_FRACTION = ".9";

    /**
     * One part of a layout.
     *
     * @param kind how the reference time writes it, or the empty text for what is taken literally
     * @param text as the layout has it
     */
    record Part(String kind, String text) {}

    /** The layout that OPA calls {@code text}, or else the one that it is. */
    static GoLayout named(String text) {
        return parse(NAMED.getOrDefault(text, text));
    }

    private static GoLayout parse(String layout) {
        var parts = new ArrayList<Part>();
        int literal = 0;
        int at = 0;
        while (at < layout.length()) {
            var part = partAt(layout, at);
            if (part == null) {
                at++;
                continue;
            }
            if (literal < at) {
                parts.add(new Part("", layout.substring(literal, at)));
            }
            parts.add(part);
            at += part.text().length();
            literal = at;
        }
        if (literal < at) {
            parts.add(new Part("", layout.substring(literal, at)));
        }
        return new GoLayout(List.copyOf(parts));
    }

    private static @Nullable Part partAt(String layout, int at) {
        char first = layout.charAt(at);
        if (first == '.' || first == ',') {
            return fractionAt(layout, at);
        }
        if (layout.startsWith("_2006", at)) {
            return null; // an underscore before the year, not a day
        }
        for (var kind : KINDS) {
            if (layout.startsWith(kind, at)
                    && !(kind.equals("Jan") && isLowerCase(layout, at + 3))
                    && !(kind.equals("Mon") && isLowerCase(layout, at + 3))) {
                return new Part(kind, kind);
            }
        }
        return null;
    }

    private static boolean isLowerCase(String text, int at) {
        return at < text.length() && text.charAt(at) >= 'a' && text.charAt(at) <= 'z';
    }

    private static @Nullable Part fractionAt(String layout, int at) {
        int end = at + 1;
        if (end >= layout.length() || (layout.charAt(end) != '0' && layout.charAt(end) != '9')) {
            return null;
        }
        char digit = layout.charAt(end);
        while (end < layout.length() && layout.charAt(end) == digit) {
            end++;
        }
        boolean followed = end < layout.length() && Character.isDigit(layout.charAt(end));
        return followed ? null : new Part(digit == '0' ? FRACTION : SHORT_FRACTION, layout.substring(at, end));
    }
}
