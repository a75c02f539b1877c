package dev.mixer.adapters.redisquota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.adapters.quota.CounterName;
import dev.mixer.adapters.quota.Limit;
import dev.mixer.adapters.quota.Take;
import dev.mixer.adapters.quota.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Three clients of one real Redis, by the server's clock: for random limits, windows, amounts and arrivals each grant is
 * exactly what a naive log of all arrivals owes.
 */
class SharedLimitPropertyTest {
    private static final int CLIENTS = 3;
    private static final int ROUNDS = 20;
    private static final int REQUESTS = 40;
    private static final long MICRO = 1000;

    private record Arrival(Take take, Decision decision) {
        long time() {
            return decision.serverMicros();
        }
    }

    @Test
    void eachGrantIsWhatALogOfAllArrivalsOwes() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        try (var redis = RedisServer.start()) {
            var links = new ArrayList<RedisLink>();
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    var parameters = RedisParameters.of(redis.url(), Map.of());
                    var link = new RedisLink(new RedisClients(parameters), Script.load(), Duration.ofSeconds(5));
                    links.add(link);
                    link.start().get(10, TimeUnit.SECONDS);
                }
                int refused = 0;
                for (int round = 0; round < ROUNDS; round++) {
                    long length = (20L + random.nextInt(150)) * 1000 * MICRO;
                    var window = round % 2 == 0
                            ? new Window.Fixed(length)
                            : new Window.Rolling(length, length / (1 + random.nextInt(12)) / MICRO * MICRO);
                    var limit = new Limit(1 + random.nextInt(60), window);
                    var arrivals = arrivals(links, "k" + round, limit, random.nextLong());
                    assertThat(arrivals).hasSize(CLIENTS * REQUESTS);
                    refused += check(arrivals, limit, "seed " + seed + ", round " + round + ", " + limit);
                }
                assertThat(refused).as("requests that met the limit").isPositive();
            } finally {
                links.forEach(RedisLink::close);
            }
        }
    }

    private static List<Arrival> arrivals(List<RedisLink> links, String key, Limit limit, long seed) throws Exception {
        var counter = Question.key("test", CounterName.rateLimit(key, limit.window()));
        Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < links.size(); i++) {
            var link = links.get(i);
            var random = new Random(seed + i);
            threads.add(Thread.ofPlatform().start(() -> {
                for (int k = 0; k < REQUESTS; k++) {
                    var take = new Take(1 + random.nextInt(8), random.nextBoolean(), "");
                    var question = Question.of(counter, limit, take, 0, Duration.ZERO);
                    arrivals.add(new Arrival(take, link.decide(question).join()));
                    LockSupport.parkNanos(random.nextInt(8_000_000));
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        // Two in one microsecond are told apart by what they left.
        return arrivals.stream()
                .sorted(Comparator.comparingLong(Arrival::time)
                        .thenComparingLong(arrival -> -arrival.decision().remaining()))
                .toList();
    }

    private static int check(List<Arrival> arrivals, Limit limit, String which) {
        int refused = 0;
        for (int i = 0; i < arrivals.size(); i++) {
            var arrival = arrivals.get(i);
            var before = arrivals.subList(0, i);
            long owed = limit.amount() - since(before, start(limit.window(), arrival.time()));
            long amount = arrival.take().amount();
            long wanted = amount <= owed ? amount : arrival.take().bestEffort() ? owed : 0;
            assertThat(arrival.decision().granted())
                    .as(which + ", request " + i)
                    .isEqualTo(wanted);
            assertThat(arrival.decision().remaining()).isEqualTo(owed - wanted);
            if (limit.window() instanceof Window.Rolling rolling) {
                assertThat(since(before, arrival.time() - rolling.nanos() / MICRO + 1) + wanted)
                        .isLessThanOrEqualTo(limit.amount());
            }
            refused += wanted < amount ? 1 : 0;
        }
        return refused;
    }

    /** When the first arrivals came that still count. */
    private static long start(Window window, long now) {
        return switch (window) {
            case Window.Fixed(long nanos) -> now - now % (nanos / MICRO);
            case Window.Rolling(long nanos, long bucket) ->
                (now / (bucket / MICRO) - Math.ceilDiv(nanos, bucket)) * (bucket / MICRO);
            case Window.Never _, Window.Even _ -> throw new AssertionError(window);
        };
    }

    private static long since(List<Arrival> arrivals, long start) {
        return arrivals.stream()
                .filter(arrival -> arrival.time() >= start)
                .mapToLong(arrival -> arrival.decision().granted())
                .sum();
    }
}
