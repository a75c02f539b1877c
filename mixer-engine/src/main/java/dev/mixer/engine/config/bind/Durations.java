package dev.mixer.engine.config.bind;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them ({@code 1h30m}, {@code 1.5s}, {@code 10ms}) or as ISO 8601 does ({@code PT1.5S}). */
final class Durations {
    private static final Pattern WHOLE =
            Pattern.compile("[-+]?(?:[0-9]{1,18}(?:\\.[0-9]{0,18})?(?:ns|us|µs|μs|ms|s|m|h))+");
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]*)?)(ns|us|µs|μs|ms|s|m|h)");
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+(\\.[0-9]*)?");

    private Durations() {}

    static Duration parse(String text) {
        if (NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' has no unit; write " + text + "s for seconds, " + text + "ms for milliseconds");
        }
        try {
            if (text.matches("[-+]?[Pp].*")) {
                return Duration.parse(text);
            }
            if (text.length() <= 100 && WHOLE.matcher(text).matches()) {
                return sum(text);
            }
        } catch (ArithmeticException | DateTimeParseException e) {
            throw new IllegalArgumentException(notADuration(text), e);
        }
        throw new IllegalArgumentException(notADuration(text));
    }

    private static String notADuration(String text) {
        return "'" + text + "' is not a duration such as 10ms, 1.5s, 1h30m"
                + (text.matches("[0-9.]+ ?d(ays?)?") ? "; days are written in hours, 24h" : "");
    }

    private static Duration sum(String text) {
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(nanosOf(part.group(2))));
        }
        if (text.startsWith("-")) {
            nanos = nanos.negate();
        }
        return Duration.ofNanos(nanos.setScale(0, RoundingMode.DOWN).longValueExact());
    }

    private static BigDecimal nanosOf(String unit) {
        return BigDecimal.valueOf(
                switch (unit) {
                    case "ns" -> 1L;
                    case "us", "µs", "μs" -> 1_000L;
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    default -> 3_600_000_000_000L;
                });
    }
}
