package dev.mixer.adapters.redisquota;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What a host may take beforehand, to answer without asking Redis.
 *
 * @param share how much of the limit at once, {@code 1%} to {@code 50%}
 * @param maxAge how long it may be used, 1 ms to 10 s
 */
public record LeaseParameters(
        @Description("How much of the limit a host may take beforehand, 1% to 50%.") @DefaultValue("10%")
        String share,

        @Description("How long it may use that, 1ms to 10s.") @DefaultValue("100ms")
        Duration maxAge) {
    private static final Pattern PERCENT = Pattern.compile("([1-9]|[1-4][0-9]|50)%");

    public LeaseParameters {
        if (!PERCENT.matcher(share).matches()) {
            throw new IllegalArgumentException("share '" + share + "' is not in 1% to 50%, in whole percents");
        }
        if (maxAge.compareTo(Duration.ofMillis(1)) < 0 || maxAge.compareTo(Duration.ofSeconds(10)) > 0) {
            throw new IllegalArgumentException("maxAge " + maxAge + " is not in 1ms to 10s");
        }
    }

    /** The part of a limit. */
    long of(long limit) {
        return limit / 100 * percent() + limit % 100 * percent() / 100;
    }

    private long percent() {
        return Long.parseLong(share.substring(0, share.length() - 1));
    }
}
