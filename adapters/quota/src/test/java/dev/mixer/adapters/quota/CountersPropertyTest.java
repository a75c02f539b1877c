package dev.mixer.adapters.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.QuotaResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** For random limits, windows, amounts and arrivals: never more than the limit, never less than what is owed. */
class CountersPropertyTest {
    private static final Bounds BOUNDS = new Bounds(1000, Duration.ofSeconds(1));
    private static final CounterName NAME = CounterName.rateLimit("k", new Window.Never());
    private static final long MILLI = 1_000_000;

    @Property(tries = 2000)
    void eachGrantIsWhatALogOfArrivalsOwes(@ForAll long seed) {
        var random = new Random(seed);
        var limit = new Limit(1 + random.nextInt(50), window(random));
        var counters = new Counters();
        var log = new ArrivalLog();
        long now = random.nextInt(10_000) * MILLI;
        for (int i = 0; i < 100; i++) {
            now += random.nextInt(4) == 0 ? 0 : random.nextInt(1 + random.nextInt(800)) * MILLI;
            long amount = 1L + random.nextInt(1 + random.nextInt(60));
            boolean bestEffort = random.nextBoolean();
            long owed = log.owed(limit.window(), limit.amount(), now);

            var result = take(counters, limit, new Take(amount, bestEffort, ""), now);

            long wanted = amount <= owed ? amount : bestEffort ? owed : 0;
            assertThat(result.granted())
                    .as("request %d at %d: %s", i, now, limit)
                    .isEqualTo(wanted);
            assertThat(result.remaining()).isEqualTo(owed - wanted);
            log.add(now, result.granted());
            assertKept(log, limit, now);
            assertMoreComesWhenTold(counters, limit, log, result, now);
        }
    }

    /** The promise itself, in words that know nothing of buckets. */
    private static void assertKept(ArrivalLog log, Limit limit, long now) {
        switch (limit.window()) {
            case Window.Never() -> assertThat(log.since(Long.MIN_VALUE)).isLessThanOrEqualTo(limit.amount());
            case Window.Fixed(long length) ->
                assertThat(log.since(now - now % length - 1)).isLessThanOrEqualTo(limit.amount());
            case Window.Rolling(long length, long bucket) -> {
                assertThat(log.since(now - length)).isLessThanOrEqualTo(limit.amount());
                assertThat(log.owed(limit.window(), limit.amount(), now))
                        .isGreaterThanOrEqualTo(limit.amount() - log.since(now - length - 2 * bucket));
            }
            case Window.Even(long length) ->
                assertThat(log.since(now - length)).isLessThanOrEqualTo(2 * limit.amount());
        }
    }

    private static void assertMoreComesWhenTold(
            Counters counters, Limit limit, ArrivalLog log, QuotaResult result, long now) {
        long wait = result.resetIn().toNanos();
        if (wait == 0) {
            return;
        }
        long before = log.owed(limit.window(), limit.amount(), now + wait - 1);
        if (!(limit.window() instanceof Window.Even)) {
            assertThat(before).isEqualTo(result.remaining());
        }
        long after = log.owed(limit.window(), limit.amount(), now + wait);
        if (result.remaining() < limit.amount()) {
            assertThat(after).isGreaterThan(result.remaining());
        }
        assertThat(take(counters, limit, new Take(0, false, ""), now).remaining())
                .isEqualTo(result.remaining());
    }

    private static QuotaResult take(Counters counters, Limit limit, Take take, long now) {
        return counters.take(NAME, limit, take, BOUNDS, Instant.ofEpochSecond(0, now), _ -> {});
    }

    private static Window window(Random random) {
        long length = (1 + random.nextInt(1000)) * MILLI;
        return switch (random.nextInt(7)) {
            case 0 -> new Window.Never();
            case 1, 2 -> new Window.Fixed(length);
            case 3, 4 -> new Window.Rolling(length, Math.max(1, length / (1 + random.nextInt(20))));
            default -> new Window.Even(length);
        };
    }
}
