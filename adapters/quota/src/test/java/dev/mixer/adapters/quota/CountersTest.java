package dev.mixer.adapters.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CountersTest {
    private static final Bounds BOUNDS = new Bounds(1_000_000, Duration.ofSeconds(1));
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Window FIXED = new Window.Fixed(SECOND.toNanos());
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final Counters counters = new Counters();
    private final LongAdder overflows = new LongAdder();

    private QuotaResult take(String key, Window window, Take take, Bounds bounds, Instant now) {
        return counters.take(
                CounterName.quota("q.n", window, Map.of("user", new AttributeValue.Text(key))),
                new Limit(10, window),
                take,
                bounds,
                now,
                overflows::add);
    }

    private long take(String key, long amount, Instant now) {
        return take(key, FIXED, new Take(amount, false, ""), BOUNDS, now).granted();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTakenComesBackAsTheAlgorithmSays(Algorithm algorithm) {
        var window = Window.of(algorithm, SECOND, Duration.ofMillis(100));
        var all = new Take(10, false, "");
        var one = new Take(1, false, "");
        assertThat(take("a", window, all, BOUNDS, START.plusMillis(250)).granted())
                .isEqualTo(10);
        var refused = take("a", window, one, BOUNDS, START.plusMillis(260));
        assertThat(refused.granted()).isZero();
        assertThat(refused.remaining()).isZero();
        var expected = Duration.ofMillis(
                switch (algorithm) {
                    case FIXED_WINDOW -> 740;
                    case ROLLING_WINDOW -> 1040;
                    case GCRA -> 90;
                });
        assertThat(refused.resetIn()).isEqualTo(expected);
        assertThat(refused.validFor()).isEqualTo(expected);
        var due = START.plusMillis(260).plus(expected);
        assertThat(take("a", window, one, BOUNDS, due.minusNanos(1)).granted()).isZero();
        assertThat(take("a", window, one, BOUNDS, due).granted()).isOne();
    }

    @Test
    void aCounterWithoutAWindowIsNeverRefilled() {
        var never = new Window.Never();
        var granted = take("a", never, new Take(10, false, ""), BOUNDS, START);
        assertThat(granted.granted()).isEqualTo(10);
        assertThat(granted.resetIn()).isZero();
        counters.sweep(BOUNDS, START.plus(Duration.ofDays(3000)));
        assertThat(take("a", never, new Take(1, true, ""), BOUNDS, START.plus(Duration.ofDays(3000)))
                        .granted())
                .isZero();
    }

    @Test
    void zeroLooksAndBelowZeroGivesBack() {
        take("a", 7, START);
        var look = take("a", FIXED, new Take(0, false, ""), BOUNDS, START);
        assertThat(look.granted()).isZero();
        assertThat(look.remaining()).isEqualTo(3);
        var back = take("a", FIXED, new Take(-2, false, ""), BOUNDS, START);
        assertThat(back.granted()).isZero();
        assertThat(back.remaining()).isEqualTo(5);
        assertThat(take("a", FIXED, new Take(-100, false, ""), BOUNDS, START).remaining())
                .isEqualTo(10);
        assertThat(take("a", FIXED, new Take(-100, false, ""), BOUNDS, START.plusSeconds(1))
                        .remaining())
                .isEqualTo(10);
        assertThat(take("new", FIXED, new Take(0, false, ""), BOUNDS, START).remaining())
                .isEqualTo(10);
        assertThat(take("new", FIXED, new Take(-Long.MAX_VALUE, false, ""), BOUNDS, START)
                        .remaining())
                .isEqualTo(10);
        assertThat(counters.keys()).as("looking makes no counter").isEqualTo(1);
    }

    @Test
    void aLookTellsWhatIsUsedUpFromWhatWasAskedTooMuchOf() {
        var look = new Take(0, true, "");
        take("a", FIXED, new Take(10, true, ""), BOUNDS, START);
        assertThat(take("a", FIXED, look, BOUNDS, START).status().isOk()).isTrue();
        take("a", FIXED, new Take(1, false, ""), BOUNDS, START);
        assertThat(take("a", FIXED, look, BOUNDS, START).status().isOk())
                .as("all or nothing took nothing")
                .isTrue();

        take("a", FIXED, new Take(1, true, ""), BOUNDS, START);
        assertThat(take("a", FIXED, look, BOUNDS, START).status().code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        take("a", FIXED, new Take(-1, true, ""), BOUNDS, START);
        take("a", FIXED, new Take(1, true, ""), BOUNDS, START);
        assertThat(take("a", FIXED, look, BOUNDS, START).status().isOk())
                .as("given back")
                .isTrue();

        take("a", FIXED, new Take(1, true, ""), BOUNDS, START);
        var next = START.plusSeconds(1);
        take("a", FIXED, new Take(10, true, ""), BOUNDS, next);
        assertThat(take("a", FIXED, look, BOUNDS, next).status().isOk())
                .as("the next window")
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aClockThatGoesBackGivesNothingBack(Algorithm algorithm) {
        var window = Window.of(algorithm, SECOND, Duration.ofMillis(100));
        take("a", window, new Take(10, false, ""), BOUNDS, START);
        var before = START.minusSeconds(100);
        var result = take("a", window, new Take(10, true, ""), BOUNDS, before);
        assertThat(result.granted()).isZero();
        assertThat(result.resetIn()).isPositive();
    }

    @Test
    void aRepeatedRequestGetsTheFirstAnswerAndTakesNothing() {
        var request = new Take(6, false, "id");
        var first = take("a", FIXED, request, BOUNDS, START);
        assertThat(take("a", FIXED, request, BOUNDS, START.plusMillis(999))).isEqualTo(first);
        assertThat(take("a", 4, START)).isEqualTo(4);
        // The same id for another counter is another request.
        assertThat(take("b", FIXED, new Take(7, false, "id"), BOUNDS, START).granted())
                .isEqualTo(7);
        // Known for at least the duration and at most twice as long.
        assertThat(take("a", FIXED, request, BOUNDS, START.plusSeconds(2)).remaining())
                .isEqualTo(4);
        assertThat(take("a", FIXED, request, BOUNDS, START.plusMillis(2001)).remaining())
                .isEqualTo(4);
    }

    @Test
    void manyThreadsTakeExactlyTheLimit() throws Exception {
        var window = new Window.Rolling(SECOND.toNanos(), SECOND.toNanos() / 10);
        var granted = new LongAdder();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int k = 0; k < 20_000; k++) {
                    var name = CounterName.rateLimit("k" + k % 3, window);
                    granted.add(counters.take(
                                    name,
                                    new Limit(50_000, window),
                                    new Take(1, false, ""),
                                    BOUNDS,
                                    START,
                                    overflows::add)
                            .granted());
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(granted.sum()).isEqualTo(150_000);
    }

    @Test
    void oneIdAtOnceFromManyThreadsTakesOnce() throws Exception {
        for (int round = 0; round < 200; round++) {
            var request = new Take(1, false, "id-" + round);
            var key = "user-" + round;
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < 4; i++) {
                threads.add(Thread.ofPlatform().start(() -> take(key, FIXED, request, BOUNDS, START)));
            }
            for (var thread : threads) {
                thread.join();
            }
            assertThat(take(key, FIXED, new Take(0, false, ""), BOUNDS, START).remaining())
                    .isEqualTo(9);
        }
    }

    @Test
    void idleCountersGoAndCountsStay() {
        for (int i = 0; i < 5000; i++) {
            take("user-" + i, 1, START);
        }
        take("late", 4, START.plusMillis(1500));
        assertThat(counters.keys()).isEqualTo(5001);
        counters.sweep(BOUNDS, START.plusMillis(1600));
        assertThat(counters.keys()).isEqualTo(1);
        assertThat(take("late", 7, START.plusMillis(1600))).isZero();
        assertThat(take("late", 6, START.plusMillis(1600))).isEqualTo(6);
    }

    @Test
    void whoFindsNoRoomSharesOneCounterAndHarmsNobody() {
        var tight = new Bounds(2, SECOND);
        assertThat(take("a", FIXED, new Take(9, false, ""), tight, START).granted())
                .isEqualTo(9);
        assertThat(take("b", FIXED, new Take(9, false, ""), tight, START).granted())
                .isEqualTo(9);
        assertThat(take("c", FIXED, new Take(6, false, ""), tight, START).granted())
                .isEqualTo(6);
        assertThat(take("d", FIXED, new Take(6, false, ""), tight, START).granted())
                .as("c and d share")
                .isZero();
        assertThat(overflows.sum()).isEqualTo(2);
        assertThat(take("a", FIXED, new Take(2, true, ""), tight, START).granted())
                .as("a kept its count")
                .isOne();
        assertThat(counters.keys()).as("two, and the shared one").isEqualTo(3);
        counters.sweep(tight, START.plusSeconds(1));
        assertThat(take("d", FIXED, new Take(10, false, ""), tight, START.plusSeconds(1))
                        .granted())
                .isEqualTo(10);
        assertThat(overflows.sum()).isEqualTo(2);
    }

    @Test
    void aLimitThatIsLoweredCountsWhatWasTaken() {
        var name = CounterName.quota("q.n", FIXED, Map.of());
        counters.take(name, new Limit(10, FIXED), new Take(8, false, ""), BOUNDS, START, overflows::add);
        var lowered = counters.take(name, new Limit(5, FIXED), new Take(1, true, ""), BOUNDS, START, overflows::add);
        assertThat(lowered.granted()).isZero();
        assertThat(lowered.remaining()).isZero();
        var raised = counters.take(name, new Limit(12, FIXED), new Take(9, true, ""), BOUNDS, START, overflows::add);
        assertThat(raised.granted()).isEqualTo(4);
    }
}
