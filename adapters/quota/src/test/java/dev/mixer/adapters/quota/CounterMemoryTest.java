package dev.mixer.adapters.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.AttributeValue;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counters cost: each user has a long name, and was seen in several buckets of the window, at most in all. */
class CounterMemoryTest {
    private static final String LONG_NAME = "spiffe://cluster.local/ns/a-namespace/sa/a-service-account-";

    @ParameterizedTest
    @CsvSource({
        "1000000, FIXED_WINDOW, 1",
        "1000000, GCRA, 1",
        "1000000, ROLLING_WINDOW, 3",
        "100000, ROLLING_WINDOW, 11",
    })
    void aKeyCostsAtMostTwoHundredBytes(int keys, Algorithm algorithm, int calls) {
        var window = Window.of(algorithm, Duration.ofSeconds(10), Duration.ZERO);
        var limit = new Limit(100, window);
        var bounds = new Bounds(keys, Duration.ofSeconds(1));
        var counters = new Counters();
        long before = used();
        long start = System.nanoTime();
        for (int call = 0; call < calls; call++) {
            var now = Instant.ofEpochSecond(1000 + call);
            for (int i = 0; i < keys; i++) {
                var name = CounterName.quota("q.n", window, Map.of("user", new AttributeValue.Text(LONG_NAME + i)));
                counters.take(name, limit, new Take(1, false, ""), bounds, now, _ -> {
                    throw new AssertionError("no room");
                });
            }
        }
        long nanos = (System.nanoTime() - start) / ((long) keys * calls);
        double each = (used() - before) / (double) keys;
        System.out.printf(
                "%d keys, %s, %d calls: %.0f bytes a key, %d ns a call%n", keys, algorithm, calls, each, nanos);
        assertThat(counters.keys()).isEqualTo(keys);
        assertThat(each).isBetween(40.0, 200.0);
    }

    private static long used() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
