package dev.mixer.engine.expression;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Durations as Go writes them: {@code 1h30m}, {@code 10ms}, {@code 1.5s}, {@code -2s}; units ns, us, µs, ms, s, m, h. */
public final class DurationParser {
    private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private DurationParser() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException if {@code text} is none, or is longer than 292 years
     */
    public static Duration parse(String text) {
        var duration = tryParse(text);
        if (duration == null) {
            throw new IllegalArgumentException(
                    GoLiterals.quote(text) + " is not a duration such as 10ms, 1.5s or 1h30m");
        }
        return duration;
    }

    /** The duration, or null where {@code text} is none. */
    static @Nullable Duration tryParse(String text) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        int position = signed ? 1 : 0;
        if (text.length() == position || text.length() > 100) {
            return null;
        }
        if (text.substring(position).equals("0")) {
            return Duration.ZERO; // the one number that needs no unit
        }
        var total = BigDecimal.ZERO;
        while (position < text.length()) {
            int start = position;
            while (position < text.length() && isDigitOrDot(text.charAt(position))) {
                position++;
            }
            var number = text.substring(start, position);
            start = position;
            while (position < text.length() && !isDigitOrDot(text.charAt(position))) {
                position++;
            }
            long unit = nanoseconds(text.substring(start, position));
            if (unit == 0 || number.isEmpty() || number.equals(".") || number.indexOf('.') != number.lastIndexOf('.')) {
                return null;
            }
            total = total.add(new BigDecimal(number).multiply(BigDecimal.valueOf(unit)));
        }
        if (total.compareTo(LONGEST) > 0) {
            return null;
        }
        long nanoseconds = total.longValue();
        return Duration.ofNanos(text.startsWith("-") ? -nanoseconds : nanoseconds);
    }

    private static boolean isDigitOrDot(char c) {
        return (c >= '0' && c <= '9') || c == '.';
    }

    private static long nanoseconds(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us", "µs", "μs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 0L;
        };
    }
}
