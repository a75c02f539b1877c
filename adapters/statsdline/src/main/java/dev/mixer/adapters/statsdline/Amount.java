package dev.mixer.adapters.statsdline;

import dev.mixer.spi.AttributeValue;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * A number of a line: a decimal without an exponent.
 *
 * @param value what the metric says; of a duration the milliseconds
 * @param isDuration whether it was a duration
 */
public record Amount(BigDecimal value, boolean isDuration) {
    private static final int NANO_DIGITS_OF_A_MILLISECOND = 6;
    private static final int NANO_DIGITS = 9;

    /**
     * Reads a metric's value.
     *
     * @throws IllegalArgumentException if it is no finite number and no duration
     */
    public static Amount of(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Int64(var number) -> new Amount(BigDecimal.valueOf(number), false);
            case AttributeValue.Float64(var number) -> new Amount(decimal(number), false);
            case AttributeValue.Span(var duration) -> new Amount(milliseconds(duration), true);
            default ->
                throw new IllegalArgumentException(
                        "the value '" + value.toText() + "' is neither an INT64, a DOUBLE nor a DURATION");
        };
    }

    /** This amount, of which a counter or a timer must not be below 0. */
    public Amount notNegative(String what) {
        if (isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative, and the value is " + text());
        }
        return this;
    }

    /** This amount, if it is no duration. */
    public Amount notDuration(String what) {
        if (isDuration) {
            throw new IllegalArgumentException(what + " takes an INT64 or a DOUBLE, and the value is a DURATION");
        }
        return this;
    }

    /** Whether it is below 0. */
    public boolean isNegative() {
        return value.signum() < 0;
    }

    /** As a line has it. */
    public String text() {
        return value.stripTrailingZeros().toPlainString();
    }

    private static BigDecimal decimal(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("the value is " + number + ", which no line can say");
        }
        return BigDecimal.valueOf(number);
    }

    private static BigDecimal milliseconds(Duration duration) {
        var seconds =
                BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), NANO_DIGITS));
        return seconds.movePointRight(NANO_DIGITS - NANO_DIGITS_OF_A_MILLISECOND);
    }
}
