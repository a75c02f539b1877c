package dev.mixer.spi;

import java.math.BigDecimal;
import java.time.Duration;

/** How durations are written: seconds with up to nine decimals and no trailing zeros, {@code 0.25s}. */
public final class DurationText {
    private DurationText() {}

    /** The duration as text. */
    public static String of(Duration duration) {
        var seconds = BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
        return seconds.stripTrailingZeros().toPlainString() + "s";
    }
}
