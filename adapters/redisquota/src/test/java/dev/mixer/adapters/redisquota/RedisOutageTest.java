package dev.mixer.adapters.redisquota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.Status;
import dev.mixer.spi.template.RateLimit;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Poll;
import dev.mixer.testkit.TestHost;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real Redis that hangs, answers errors, goes away and comes back without its data. */
class RedisOutageTest {
    private static final RateLimit LIMIT = new RateLimit("k", 3, Duration.ofHours(1));
    private static final Duration TIMEOUT = Duration.ofMillis(100);

    /** What a busy machine may add to a time limit. */
    private static final Duration SLACK = Duration.ofMillis(400);

    private final TestHost host = TestHost.create();
    private RedisServer redis;

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

    private static QuotaResult take(Handler handler) throws Exception {
        long start = System.nanoTime();
        var result = Calls.quota(handler, LIMIT, 1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.plus(SLACK));
        return result;
    }

    private static boolean isReady(Handler handler) {
        try {
            Calls.quota(handler, LIMIT, 0);
            return handler.state().phase() == Phase.READY;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitReady(Handler handler) {
        Poll.until("ready", () -> isReady(handler));
    }

    @ParameterizedTest
    @CsvSource({"ALLOW, 10", "DENY, 0", "LOCAL, 3"})
    void whileRedisHangsItIsDecidedAsConfigured(WhenUnavailable whenUnavailable, long granted) throws Exception {
        try (var handler = open(whenUnavailable)) {
            awaitReady(handler);
            long before = host.count("unavailable");
            redis.hang();
            long sum = 0;
            for (int i = 0; i < 10; i++) {
                sum += take(handler).granted();
            }
            assertThat(sum).isEqualTo(granted);
            assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
            assertThat(host.count("unavailable") - before).isEqualTo(10);
            redis.goOn();
            awaitReady(handler);
        }
    }

    @Test
    void aDenialIsDefiniteAndSaysWhy() throws Exception {
        try (var handler = open(WhenUnavailable.DENY)) {
            awaitReady(handler);
            redis.hang();
            var denied = take(handler);
            assertThat(denied.status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(denied.status().message()).contains("not answered within 100 ms");
            redis.goOn();
        }
    }

    @Test
    void aLongHangEndsWithAnotherConnection() throws Exception {
        try (var handler = open(WhenUnavailable.DENY)) {
            awaitReady(handler);
            redis.hang();
            Poll.until("the connection was given up", () -> {
                try {
                    take(handler);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                return handler.state().phase() == Phase.CONNECTING;
            });
            redis.goOn();
            awaitReady(handler);
            // What lay in the socket of the server that hung was taken when it went on, so only the answer is certain.
            assertThat(take(handler).status()).isEqualTo(Status.OK);
        }
    }

    @Test
    void errorsAreDecidedAsConfigured() throws Exception {
        try (var handler = open(WhenUnavailable.LOCAL)) {
            awaitReady(handler);
            assertThat(redis.command("CONFIG SET maxmemory 1")).isEqualTo("+OK");
            assertThat(take(handler).granted()).isOne();
            assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
            assertThat(handler.state().detail()).contains("OOM");
            assertThat(redis.command("CONFIG SET maxmemory 0")).isEqualTo("+OK");
            awaitReady(handler);
            assertThat(take(handler).remaining()).isEqualTo(2);
        }
    }

    @Test
    void aRestartWithoutDataStartsAnewAndTeachesTheScriptAgain() throws Exception {
        try (var handler = open(WhenUnavailable.DENY)) {
            awaitReady(handler);
            assertThat(take(handler).remaining()).isEqualTo(2);
            redis.kill();
            Poll.until("lost", () -> handler.state().phase() == Phase.CONNECTING);
            assertThat(take(handler).granted()).isZero();
            redis.restart();
            awaitReady(handler);
            assertThat(take(handler).remaining()).isEqualTo(2);
        }
    }

    @Test
    void aForgottenScriptCostsNothingButARoundTrip() throws Exception {
        try (var handler = open(WhenUnavailable.DENY)) {
            awaitReady(handler);
            assertThat(take(handler).remaining()).isEqualTo(2);
            assertThat(redis.command("SCRIPT FLUSH")).isEqualTo("+OK");
            assertThat(take(handler).remaining()).isEqualTo(1);
        }
    }

    @Test
    void itOpensWithoutRedisAndConnectsByItself() throws Exception {
        redis.kill();
        try (var handler = open(WhenUnavailable.LOCAL)) {
            assertThat(handler.state().phase()).isEqualTo(Phase.CONNECTING);
            assertThat(handler.state().detail()).isNotEmpty();
            assertThat(take(handler).granted()).isOne();
            redis.restart();
            awaitReady(handler);
            assertThat(take(handler).remaining()).isEqualTo(2);
        }
    }
}
