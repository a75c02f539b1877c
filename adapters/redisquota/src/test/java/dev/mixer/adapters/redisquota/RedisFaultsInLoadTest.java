package dev.mixer.adapters.redisquota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Status;
import dev.mixer.spi.template.RateLimit;
import dev.mixer.testkit.Poll;
import dev.mixer.testkit.TestHost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A real Redis under load that fails in the ways that it knows, and is well again. */
@Tag("backend")
class RedisFaultsInLoadTest {
    private static final RateLimit LARGE = new RateLimit("large", 1_000_000, Duration.ofDays(365));
    private static final RateLimit SMALL = new RateLimit("small", 30, Duration.ofDays(365));
    private static final Duration TIMEOUT = Duration.ofMillis(100);

    /** What a busy machine may add to a time limit. */
    private static final Duration SLACK = Duration.ofMillis(400);

    private final TestHost host = TestHost.create();
    private RedisServer redis;

    enum Fault {
        HANG {
            @Override
            void begin(RedisServer redis) throws Exception {
                redis.hang();
            }

            @Override
            void end(RedisServer redis) throws Exception {
                redis.goOn();
            }
        },
        OUT_OF_MEMORY {
            @Override
            void begin(RedisServer redis) throws Exception {
                assertThat(redis.command("CONFIG SET maxmemory 1")).isEqualTo("+OK");
            }

            @Override
            void end(RedisServer redis) throws Exception {
                assertThat(redis.command("CONFIG SET maxmemory 0")).isEqualTo("+OK");
            }
        },
        READ_ONLY {
            @Override
            void begin(RedisServer redis) throws Exception {
                assertThat(redis.command("REPLICAOF 127.0.0.1 1")).isEqualTo("+OK");
            }

            @Override
            void end(RedisServer redis) throws Exception {
                assertThat(redis.command("REPLICAOF NO ONE")).isEqualTo("+OK");
            }
        },
        RESTART_WITHOUT_DATA {
            @Override
            void begin(RedisServer redis) {
                redis.kill();
            }

            @Override
            void end(RedisServer redis) throws Exception {
                redis.restart();
            }
        };

        abstract void begin(RedisServer redis) throws Exception;

        abstract void end(RedisServer redis) throws Exception;
    }

    @BeforeEach
    void startRedis() throws Exception {
        redis = RedisServer.start();
    }

    @AfterEach
    void stop() throws Exception {
        redis.close();
        host.close();
    }

    private Handler open(WhenUnavailable whenUnavailable) throws Exception {
        return new RedisquotaAdapter()
                .open(
                        RedisParameters.of(redis.url(), Map.of("timeout", TIMEOUT, "whenUnavailable", whenUnavailable)),
                        host);
    }

    static Stream<Arguments> faults() {
        return Stream.of(Fault.values())
                .flatMap(fault -> Stream.of(WhenUnavailable.values()).map(decides -> Arguments.of(fault, decides)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void itIsDecidedAsConfiguredCountedAndWellAgain(Fault fault, WhenUnavailable decides) throws Exception {
        try (var handler = open(decides);
                var load = new Load(handler, List.of(LARGE))) {
            Poll.until("load", () -> load.calls().size() > 50);
            fault.begin(redis);
            Poll.until("not decided by Redis", () -> host.count("unavailable") > 20);
            Poll.until("its state tells", () -> handler.state().phase() != Phase.READY);
            fault.end(redis);
            Poll.until("well again", () -> handler.state().phase() == Phase.READY);
            long well = System.nanoTime();
            Poll.until(
                    "Redis decides",
                    () -> load.calls().stream()
                                    .filter(call -> call.begun() > well && isDecidedByRedis(call))
                                    .count()
                            > 20);
            var calls = load.end();
            assertThat(calls).allMatch(call -> call.took().compareTo(TIMEOUT.plus(SLACK)) < 0);
            assertThat(calls).allMatch(call -> switch (decides) {
                case ALLOW, LOCAL -> call.isDecided() && call.result().granted() == 1;
                case DENY -> call.isDecided() || call.result().status().code() == Status.Code.PERMISSION_DENIED;
            });
            if (decides != WhenUnavailable.LOCAL) {
                assertThat(calls.stream().filter(call -> !isDecidedByRedis(call)))
                        .hasSize(Math.toIntExact(host.count("unavailable")));
            }
        }
    }

    /** Only Redis knows what is left; so does LOCAL, where this says nothing. */
    private static boolean isDecidedByRedis(Load.Call call) {
        return call.isDecided() && call.result().remaining() >= 0;
    }

    @Test
    void theLimitHoldsLocallyWhileRedisIsAwayAndAnewWhenItHasLostItsData() throws Exception {
        try (var handler = open(WhenUnavailable.LOCAL);
                var load = new Load(handler, List.of(SMALL))) {
            Poll.until(
                    "used up",
                    () -> load.calls().stream().anyMatch(call -> call.result().granted() == 0));
            redis.kill();
            Poll.until("not decided by Redis", () -> host.count("unavailable") > SMALL.limit() + 10);
            assertThat(granted(load.calls())).isEqualTo(2 * SMALL.limit());
            redis.restart();
            Poll.until("counted anew", () -> granted(load.calls()) == 3 * SMALL.limit());
            assertThat(granted(load.end())).isEqualTo(3 * SMALL.limit());
        }
    }

    @Test
    void lostDataStartsCountersAnewWithoutAFailure() throws Exception {
        try (var handler = open(WhenUnavailable.DENY);
                var load = new Load(handler, List.of(SMALL))) {
            for (int times = 1; times <= 3; times++) {
                long wanted = times * SMALL.limit();
                Poll.until("used up", () -> granted(load.calls()) == wanted);
                assertThat(redis.command(times % 2 == 0 ? "FLUSHALL" : "SCRIPT FLUSH"))
                        .isEqualTo("+OK");
                if (times % 2 != 0) {
                    assertThat(redis.command("FLUSHALL")).isEqualTo("+OK");
                }
            }
            Poll.until("used up again", () -> granted(load.calls()) == 4 * SMALL.limit());
            assertThat(load.end()).allMatch(Load.Call::isDecided);
            assertThat(host.count("unavailable")).isZero();
        }
    }

    @Test
    void aServerThatReadsItsDataIsNotAskedToDecideAndKeepsTheCounts() throws Exception {
        redis.close();
        // A millisecond for each key, so that reading takes a second or two; answers between each KiB.
        redis = RedisServer.start("--key-load-delay", "1000", "--loading-process-events-interval-bytes", "1024");
        try (var handler = open(WhenUnavailable.DENY);
                var load = new Load(handler, List.of(SMALL))) {
            Poll.until("used up", () -> granted(load.calls()) == SMALL.limit());
            assertThat(redis.command("EVAL \"for i = 1, 2000 do redis.call('SET', 'k' .. i, i) end return 1\" 0"))
                    .isEqualTo(":1");
            assertThat(redis.command("SAVE")).isEqualTo("+OK");
            redis.kill();
            redis.restart();
            assertThat(redis.command("GET k1")).startsWith("-LOADING");
            Poll.until(
                    "it says why",
                    () -> load.calls().stream()
                            .anyMatch(call -> call.result().status().message().contains("LOADING")));
            Poll.until("well again", () -> handler.state().phase() == Phase.READY);
            long well = System.nanoTime();
            Poll.until("decided", () -> load.decidesSince(well));
            var calls = load.end();
            assertThat(granted(calls)).as("the counts were kept").isEqualTo(SMALL.limit());
            assertThat(calls).allMatch(call -> call.took().compareTo(TIMEOUT.plus(SLACK)) < 0);
        }
    }

    private static long granted(List<Load.Call> calls) {
        return calls.stream().mapToLong(call -> call.result().granted()).sum();
    }
}
