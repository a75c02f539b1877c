package dev.mixer.engine.config.ratelimit;

import java.time.Duration;

/** How long a window is. Months and years are 30 and 365 days: windows are of one length, wherever they start. */
public enum RateUnit {
    SECOND(Duration.ofSeconds(1)),
    MINUTE(Duration.ofMinutes(1)),
    HOUR(Duration.ofHours(1)),
    DAY(Duration.ofDays(1)),
    WEEK(Duration.ofDays(7)),
    MONTH(Duration.ofDays(30)),
    YEAR(Duration.ofDays(365));

    private final Duration window;

    RateUnit(Duration window) {
        this.window = window;
    }

    /** The length of a window. */
    public Duration window() {
        return window;
    }
}
