package dev.mixer.adapters.opa;

import static dev.mixer.adapters.opa.BundleHandlers.LATER;
import static dev.mixer.adapters.opa.BundleHandlers.NO;
import static dev.mixer.adapters.opa.BundleHandlers.YES;
import static dev.mixer.adapters.opa.BundleHandlers.allows;
import static dev.mixer.adapters.opa.BundleHandlers.isReady;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.testkit.TestHost;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that die, drip, hang, or say what is not so: the bundle that is in force stays. */
class UnreliableServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    /** Between requests. */
    private static final Duration PAUSE = Duration.ofSeconds(60);

    private final BundleServer server = new BundleServer();
    private final TestHost host = TestHost.create();
    private final CountDownLatch ended = new CountDownLatch(1);

    @AfterEach
    void stop() {
        ended.countDown();
        server.close();
        host.close();
    }

    private Handler open() throws Exception {
        server.has(YES, "\"1\"");
        var handler = BundleHandlers.open(
                server.uri(), Map.of("fetchTimeout", LIMIT, "minDelay", PAUSE, "maxDelay", PAUSE), host);
        assertThat(allows(handler)).as(handler.state().detail()).isTrue();
        return handler;
    }

    private long fetches(String result) {
        return host.count("opa_bundle_fetches", "bundle", "mesh", "result", result);
    }

    private void staysInForce(Handler handler, String reason) throws Exception {
        host.advance(PAUSE);
        assertThat(allows(handler)).isTrue();
        assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
        assertThat(handler.state().detail()).contains("bundle mesh").contains(reason);
    }

    @Test
    void aBodyThatDripsIsGivenUp() throws Exception {
        try (var handler = open()) {
            server.answers(exchange -> {
                exchange.sendResponseHeaders(200, 0);
                while (ended.getCount() > 0) {
                    exchange.getResponseBody().write(0x1f);
                    exchange.getResponseBody().flush();
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                }
            });
            staysInForce(handler, "has not answered in time");
        }
    }

    @Test
    void aServerThatHangsIsGivenUp() throws Exception {
        try (var handler = open()) {
            server.answers(exchange -> {
                try {
                    ended.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                exchange.close();
            });
            staysInForce(handler, "has not answered in time");
        }
    }

    @Test
    void anAnswerThatBreaksOffIsNoBundle() throws Exception {
        try (var handler = open()) {
            server.answers(exchange -> {
                exchange.sendResponseHeaders(200, NO.length);
                exchange.getResponseBody().write(NO, 0, NO.length / 2);
                exchange.getResponseBody().flush();
                throw new java.io.IOException("the server is gone");
            });
            staysInForce(handler, "cannot be read");
        }
    }

    @Test
    void anAnswerAboveTheLimitIsNotReadToItsEnd() throws Exception {
        try (var handler = open()) {
            server.answers(exchange -> BundleServer.send(exchange, 200, new byte[2 << 20], "\"2\""));
            staysInForce(handler, "cannot be read");
            server.has(YES, "\"1\"");
            host.advance(LATER);
            assertThat(isReady(handler)).isTrue();
            server.answers(exchange -> {
                exchange.sendResponseHeaders(200, 0); // in chunks, so that nothing tells how long it is
                while (ended.getCount() > 0) {
                    exchange.getResponseBody().write(new byte[1 << 16]);
                }
            });
            staysInForce(handler, "cannot be read");
        }
    }

    @Test
    void theSameBundleUnderAnotherTagIsNoOther() throws Exception {
        try (var handler = open()) {
            server.has(YES, "\"2\"");
            host.advance(LATER);
            host.advance(LATER);
            assertThat(isReady(handler)).isTrue();
            assertThat(server.last("If-None-Match")).isEqualTo("\"2\"");
            assertThat(host.count("opa_policy_loads", "result", "activated")).isEqualTo(1);
        }
    }

    @Test
    void anotherBundleUnderTheSameTagIsAnother() throws Exception {
        try (var handler = open()) {
            server.answers(exchange -> BundleServer.send(exchange, 200, NO, "\"1\""));
            host.advance(LATER);
            assertThat(allows(handler)).isFalse();
            assertThat(isReady(handler)).isTrue();
        }
    }

    @Test
    void aServerWithoutTagsIsAskedForAllEachTime() throws Exception {
        server.answers(exchange -> BundleServer.send(exchange, 200, YES, null));
        try (var handler = BundleHandlers.open(server.uri(), Map.of("minDelay", PAUSE, "maxDelay", PAUSE), host)) {
            host.advance(LATER);
            assertThat(server.last("If-None-Match")).isNull();
            assertThat(host.count("opa_policy_loads", "result", "activated")).isEqualTo(1);
            server.answers(exchange -> BundleServer.send(exchange, 304, new byte[0], null));
            staysInForce(handler, "nothing has changed (304), but nothing was had before");
            assertThat(fetches("failed")).isPositive();
        }
    }

    @Test
    void aServerThatIsGoneIsAskedLessAndLessOftenUntilItIsBack() throws Exception {
        try (var handler = open()) {
            server.kill();
            host.advance(Duration.ofMinutes(32));
            assertThat(allows(handler)).isTrue();
            assertThat(fetches("failed"))
                    .as("after 1, 2, 4 and so on to 60 seconds: 6 in the first minutes, then 28 to 40 in half an hour")
                    .isBetween(30L, 50L);
            server.comeBack();
            server.has(NO, "\"2\"");
            host.advance(LATER);
            assertThat(allows(handler)).isFalse();
            assertThat(isReady(handler)).isTrue();
        }
    }

    @Test
    void afterASuccessTheFirstPausesAreShortAgain() throws Exception {
        try (var _ = open()) {
            server.kill();
            host.advance(Duration.ofMinutes(30));
            server.comeBack();
            host.advance(LATER);
            server.kill();
            host.advance(LATER);
            long failed = fetches("failed");
            server.comeBack();
            host.advance(LATER);
            server.kill();
            host.advance(LATER);
            host.advance(LATER);
            assertThat(fetches("failed") - failed).as("1, 2, 4, 8 seconds").isGreaterThan(4);
        }
    }
}
