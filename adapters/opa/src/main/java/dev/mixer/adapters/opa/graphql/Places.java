package dev.mixer.adapters.opa.graphql;

import java.util.Arrays;

/** Finds lines and columns in a text, each at once: a text may hold as many values as it has room for. */
final class Places {
    /** Where each line begins, in code points, which the parser counts in. */
    private final int[] lines;

    /** Where each code point begins; empty where each is one character. */
    private final int[] points;

    private final int length;

    Places(String text) {
        length = text.codePointCount(0, text.length());
        points = length == text.length() ? new int[0] : new int[length + 1];
        var starts = new int[16];
        int count = 1;
        int at = 0;
        for (int i = 0; i < length; i++) {
            if (points.length > 0) {
                points[i] = at;
            }
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (c == '\n') {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * count);
                }
                starts[count++] = i + 1;
            }
        }
        if (points.length > 0) {
            points[length] = text.length();
        }
        lines = Arrays.copyOf(starts, count);
    }

    /** The index in the text of a line and a column, both from 1; -1 if there is no such place. */
    int offset(int line, int column) {
        if (line < 1 || line > lines.length || column < 1) {
            return -1;
        }
        int point = lines[line - 1] + column - 1;
        return point > length ? -1 : points.length == 0 ? point : points[point];
    }
}
