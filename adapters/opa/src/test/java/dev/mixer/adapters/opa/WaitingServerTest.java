package dev.mixer.adapters.opa;

import static dev.mixer.adapters.opa.BundleHandlers.LATER;
import static dev.mixer.adapters.opa.BundleHandlers.NO;
import static dev.mixer.adapters.opa.BundleHandlers.YES;
import static dev.mixer.adapters.opa.BundleHandlers.allows;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import dev.mixer.spi.Handler;
import dev.mixer.testkit.TestHost;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that answer when there is something new, as OPA's "long polling" has it. */
class WaitingServerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final BundleServer server = new BundleServer();
    private final TestHost host = TestHost.create();

    @AfterEach
    void stop() {
        server.close();
        host.close();
    }

    private Handler open(Map<String, ?> given) throws Exception {
        return BundleHandlers.open(server.uri(), given, host);
    }

    private static HttpHandler waiting(byte[] archive, String tag) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.openpolicyagent.bundles");
            BundleServer.send(exchange, 200, archive, tag);
        };
    }

    @Test
    void aServerThatWaitsIsAskedAgainAtOnce() throws Exception {
        server.answers(waiting(YES, "\"1\""));
        try (var handler = open(Map.of("longPolling", Optional.of(Duration.ofSeconds(30))))) {
            assertThat(server.last("Prefer")).isEqualTo("modes=snapshot;wait=30");
            assertThat(allows(handler)).isTrue();
            server.answers(exchange -> BundleServer.send(exchange, 304, new byte[0], "\"1\""));
            host.advance(SECOND);
            assertThat(server.requests()).hasSize(2);
            assertThat(server.last("If-None-Match")).isEqualTo("\"1\"");
            assertThat(server.last("Prefer"))
                    .as("an answer without content has no type, and says nothing about it")
                    .isEqualTo("modes=snapshot;wait=30");
            server.answers(waiting(NO, "\"2\""));
            host.advance(SECOND);
            assertThat(allows(handler)).isFalse();
            server.answers(exchange -> BundleServer.send(exchange, 304, new byte[0], "\"2\""));
            host.advance(SECOND);
            assertThat(server.last("Prefer")).contains("wait=30");
        }
    }

    @Test
    void aServerThatDoesNotWaitIsAskedAtPausesAndNotAskedToWait() throws Exception {
        server.has(YES, "\"1\"");
        try (var _ = open(Map.of("longPolling", Optional.of(Duration.ofSeconds(30))))) {
            host.advance(Duration.ofSeconds(59));
            assertThat(server.requests()).hasSize(1);
            host.advance(LATER);
            assertThat(server.requests()).hasSizeBetween(2, 4);
            assertThat(server.last("Prefer")).isEqualTo("modes=snapshot");
        }
    }

    @Test
    void aServerThatSaysThatItWaitsAndDoesNotIsAskedOnceASecond() throws Exception {
        server.answers(waiting(YES, "\"1\""));
        try (var _ = open(Map.of("longPolling", Optional.of(Duration.ofSeconds(30))))) {
            host.advance(Duration.ofSeconds(10));
            assertThat(server.requests()).hasSizeBetween(2, 11);
        }
    }

    @Test
    void waitingIsNotPartOfTheTimeThatAFetchMayTake() throws Exception {
        server.answers(exchange -> {
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            waiting(YES, "\"1\"").handle(exchange);
        });
        try (var handler = open(Map.of("longPolling", Optional.of(SECOND), "fetchTimeout", Duration.ofMillis(100)))) {
            assertThat(allows(handler)).as(handler.state().detail()).isTrue();
        }
        try (var handler = open(Map.of("fetchTimeout", Duration.ofMillis(100), "persist", false))) {
            assertThat(handler.state().detail()).contains("has not answered in time");
        }
    }

    @Test
    void onlyWhereItWouldBeTakenADeltaIsAskedFor() throws Exception {
        server.has(YES, "\"1\"");
        try (var _ = open(Map.of("persist", false))) {
            assertThat(server.last("Prefer")).isEqualTo("modes=snapshot,delta");
        }
        try (var _ = open(Map.of("persist", true))) {
            assertThat(server.last("Prefer")).isEqualTo("modes=snapshot");
        }
    }
}
