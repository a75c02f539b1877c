package dev.mixer.spi;

import java.util.regex.Pattern;

/**
 * A number of bytes, written {@code 64}, {@code 64KiB}, {@code 10MB}.
 *
 * @param bytes at least 0
 */
public record DataSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\s*([kKMGT]?)(i?)[bB]?");

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("size " + bytes + " is negative");
        }
    }

    /**
     * Reads a size: a number and one of B, kB, KiB, MB, MiB, GB, GiB, TB, TiB; no unit means bytes.
     *
     * @throws IllegalArgumentException if {@code text} is none
     */
    public static DataSize parse(String text) {
        var matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a size such as 64KiB or 10MB");
        }
        int power =
                matcher.group(2).isEmpty() ? 0 : "kMGT".indexOf(matcher.group(2).replace('K', 'k')) + 1;
        long unit = 1;
        for (int i = 0; i < power; i++) {
            unit *= matcher.group(3).isEmpty() ? 1000 : 1024;
        }
        try {
            return new DataSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is larger than 8 EiB", e);
        }
    }

    @Override
    public String toString() {
        return bytes + "B";
    }
}
