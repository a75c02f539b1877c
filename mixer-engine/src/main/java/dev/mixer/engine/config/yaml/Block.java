package dev.mixer.engine.config.yaml;

import dev.mixer.engine.config.problem.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the pieces of a block scalar ({@code |} or {@code >}) stand. Found by laying its text over the lines of the file:
 * where they do not fit, as with lines of blanks alone, nothing is known.
 */
public final class Block {
    /**
     * What of the text stands on one line.
     *
     * @param start in the text, as are the following offsets
     * @param column of its first character, in code points from 1; indentation is blanks, one each
     */
    private record Piece(int start, int end, int line, int column) {}

    private final String text;
    private final List<Piece> pieces;

    private Block(String text, List<Piece> pieces) {
        this.text = text;
        this.pieces = pieces;
    }

    /**
     * Lays a text over lines.
     *
     * @param first the line after the one with {@code |} or {@code >}, from 0
     * @return null if it does not fit
     */
    static @Nullable Block of(String text, Lines lines, int first) {
        var pieces = new ArrayList<Piece>();
        int indent = -1;
        int at = afterBreaks(text, 0);
        for (int line = first; at < text.length(); line++) {
            if (line >= lines.count()) {
                return null;
            }
            var written = lines.line(line);
            if (written.isBlank()) {
                continue;
            }
            indent = indent < 0 ? blanks(written) : indent;
            if (indent > blanks(written) || !text.startsWith(written.substring(indent), at)) {
                return null;
            }
            int end = at + written.length() - indent;
            pieces.add(new Piece(at, end, line + 1, indent + 1));
            // A folded line break is one blank; any others are themselves.
            at = end < text.length() && text.charAt(end) == ' ' ? end + 1 : afterBreaks(text, end);
            if (at == end && at < text.length()) {
                return null;
            }
        }
        return pieces.isEmpty() ? null : new Block(text, pieces);
    }

    Place placeAt(String file, int offset) {
        var found = pieces.getFirst();
        for (var piece : pieces) {
            if (piece.start() <= offset) {
                found = piece;
            }
        }
        int until = Math.clamp(offset, found.start(), found.end());
        return new Place(file, found.line(), found.column() + text.codePointCount(found.start(), until));
    }

    private static int afterBreaks(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) == '\n') {
            i++;
        }
        return i;
    }

    private static int blanks(String line) {
        int i = 0;
        while (i < line.length() && line.charAt(i) == ' ') {
            i++;
        }
        return i;
    }
}
