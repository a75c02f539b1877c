package dev.mixer.adapters.redisquota;

import dev.mixer.adapters.quota.Limit;
import dev.mixer.adapters.quota.Take;
import dev.mixer.adapters.quota.Window;
import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.Status;
import java.time.Duration;
import java.util.List;

/**
 * What the script answered.
 *
 * @param resetMicros when there will be more; 0: there is all, or there never will be
 * @param leased what the host was given in addition
 * @param serverMicros the server's time since 1970
 * @param beyond whether it was a look at a counter that somebody wanted more of than there was
 */
record Decision(long granted, long remaining, long resetMicros, long leased, long serverMicros, boolean beyond) {
    private static final Status BEYOND = Status.of(Status.Code.RESOURCE_EXHAUSTED, "more was wanted than there was");

    static Decision of(List<Long> answer) {
        return new Decision(
                answer.get(0), answer.get(1), answer.get(2), answer.get(3), answer.get(4), answer.get(5) == 1);
    }

    QuotaResult result(Limit limit, Take take) {
        var reset = Duration.ofNanos(resetMicros * 1000);
        boolean refused = granted == 0 && take.amount() > 0;
        var validFor = refused || limit.window() instanceof Window.Fixed
                ? reset
                : Duration.ofNanos(limit.window().validNanos());
        return new QuotaResult(beyond ? BEYOND : Status.OK, granted, remaining + leased, validFor, reset);
    }
}
