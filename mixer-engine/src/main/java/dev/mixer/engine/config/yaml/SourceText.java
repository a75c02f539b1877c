package dev.mixer.engine.config.yaml;

import static java.util.Objects.requireNonNull;

import dev.mixer.engine.config.problem.Place;
import org.jspecify.annotations.Nullable;

/**
 * Text taken from a configuration, an expression for example, that can say where each of its characters stands.
 *
 * @param text the text as YAML understands it, without quotes and escapes
 * @param place where it starts, at the opening quote where it has one
 * @param written the same in its written form, where it stands on one line
 * @param block where its lines stand, if it is a block; where both are null, places inside are not known
 */
public record SourceText(
        String text,
        Place place,
        @Nullable String written,
        @Nullable Block block) {
    public SourceText {
        requireNonNull(text, "text");
        requireNonNull(place, "place");
    }

    /** Text that stands nowhere in a file, or whose inner places nobody asks for. */
    public static SourceText of(String text, Place place) {
        return new SourceText(text, place, null, null);
    }

    /**
     * Where the character at {@code offset} of {@link #text} stands. Exact for plain and quoted text on one line and
     * for blocks, else the start of the text.
     */
    public Place placeAt(int offset) {
        if (block != null) {
            return block.placeAt(place.file(), offset);
        }
        if (written == null || place.line() == 0) {
            return place;
        }
        int end = Math.min(writtenOffset(written, Math.max(offset, 0)), written.length());
        return place.plusColumns(written.codePointCount(0, end));
    }

    private static int writtenOffset(String written, int offset) {
        if (written.startsWith("\"")) {
            return afterQuoted(written, offset, '\\');
        }
        return written.startsWith("'") ? afterQuoted(written, offset, '\'') : offset;
    }

    private static int afterQuoted(String written, int offset, char escape) {
        int i = 1;
        for (int k = 0; k < offset && i < written.length(); ) {
            boolean escaped = written.charAt(i) == escape && i + 1 < written.length();
            int width = escaped && escape == '\\' ? escapeWidth(written.charAt(i + 1)) : escaped ? 2 : 1;
            k += width == 10 && isBeyondBasicPlane(written, i) ? 2 : 1;
            i += width;
        }
        return i;
    }

    private static int escapeWidth(char kind) {
        return switch (kind) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }

    private static boolean isBeyondBasicPlane(String written, int escape) {
        return !written.startsWith("0000", escape + 2);
    }

    @Override
    public String toString() {
        return text;
    }
}
