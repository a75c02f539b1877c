package dev.mixer.engine.config.problem;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * Where something stands in a configuration.
 *
 * @param file the file as the user named it, or another source such as {@code environment MIXER_GRPC_ADDRESS}
 * @param line from 1; 0: the source as a whole
 * @param column in code points from 1; 0: the line as a whole
 */
public record Place(String file, int line, int column) implements Comparable<Place> {
    private static final Comparator<Place> ORDER = Comparator.comparing(Place::file, Place::compareByCodePoint)
            .thenComparingInt(Place::line)
            .thenComparingInt(Place::column);

    public Place {
        requireNonNull(file, "file");
        if (line < 0 || column < 0) {
            throw new IllegalArgumentException("place " + line + ":" + column + " lies before the start");
        }
    }

    /** A source as a whole. */
    public static Place whole(String file) {
        return new Place(file, 0, 0);
    }

    /** The same line, {@code columns} further right. */
    public Place plusColumns(int columns) {
        return new Place(file, line, column + columns);
    }

    /** The folder that relative paths written here start from; for anything but a file the working folder. */
    public Path folder() {
        if (line == 0) {
            return Path.of("");
        }
        Path parent = Path.of(file).getParent();
        return parent == null ? Path.of("") : parent;
    }

    /** {@code FILE:LINE:COLUMN} without the parts that are not known. */
    @Override
    public String toString() {
        if (line == 0) {
            return file;
        }
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    /** Compares texts by code point, which differs from {@link String#compareTo} beyond the basic plane. */
    public static int compareByCodePoint(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean bothSurrogatesOrNeither = Character.isSurrogate(a) == Character.isSurrogate(b);
                return bothSurrogatesOrNeither ? Character.compare(a, b) : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
