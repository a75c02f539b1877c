package dev.mixer.server.front.ratelimit;

import static io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code.OK;
import static io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code.OVER_LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.testkit.Poll;
import dev.mixer.testkit.backend.BackendProcess;
import dev.mixer.testkit.backend.Backends;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host remembers of counters in a real Redis: it shows when Redis is gone. */
@Tag("backend")
class LocalCacheTest {
    @TempDir
    Path folder;

    @Test
    void aCounterThatHasRefusedIsNotAskedAboutAgain() throws Exception {
        int port = BackendProcess.freePort();
        var settings = List.of("rateLimit.handler=shared.istio-system", "rateLimit.localCacheKeys=100");
        try (var redis = redis(port);
                var host = new RateLimitHost(folder, settings)) {
            assertThat(host.apply(config(port))).isEmpty();
            Poll.until("Redis decides", () -> left(host) == 2);
            assertThat(code(host, "a", 2)).isEqualTo(OK);
            assertThat(code(host, "a", 1)).isEqualTo(OVER_LIMIT);
            redis.terminate(Duration.ofSeconds(10));

            Poll.until("Redis is gone", () -> left(host) == 0);
            assertThat(code(host, "b", 5)).as("the handler says ALLOW").isEqualTo(OK);
            assertThat(code(host, "a", 1)).isEqualTo(OVER_LIMIT);
            assertThat(host.counted("over_limit_with_local_cache", "shop.user")).isOne();
        }
    }

    /** Of a counter that nobody takes from: all of it, or nothing where nobody knows. */
    private static long left(RateLimitHost host) {
        return host.ask(request("idle", 0)).getStatuses(0).getLimitRemaining();
    }

    private static Code code(RateLimitHost host, String user, int hits) {
        return host.ask(request(user, hits)).getOverallCode();
    }

    private BackendProcess redis(int port) throws Exception {
        var command = List.of(
                Backends.redis().toString(), "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "");
        return BackendProcess.start("redis", folder, command).await("listening", Duration.ofSeconds(10), () -> {
            new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
    }

    private static String config(int port) {
        return """
                apiVersion: config.istio.io/v1alpha2
                kind: handler
                metadata: {name: shared, namespace: istio-system}
                spec:
                  compiledAdapter: redisquota
                  params: {redisServerUrl: "127.0.0.1:%d", whenUnavailable: ALLOW}
                ---
                domain: shop
                descriptors:
                - key: user
                  rate_limit: {unit: year, requests_per_unit: 2}
                """.formatted(port);
    }

    private static RateLimitRequest request(String user, int hits) {
        return RateLimitRequest.newBuilder()
                .setDomain("shop")
                .addDescriptors(RateLimitDescriptor.newBuilder()
                        .setHitsAddend(com.google.protobuf.UInt64Value.of(hits))
                        .addEntries(RateLimitDescriptor.Entry.newBuilder()
                                .setKey("user")
                                .setValue(user)))
                .build();
    }
}
