package dev.mixer.adapters.opa;

import static dev.mixer.adapters.opa.BundleHandlers.allows;
import static dev.mixer.adapters.opa.BundleHandlers.isReady;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.TestHost;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bundles that change the data of the one before. */
class DeltaBundlesTest {
    /** One request each. */
    private static final Duration PAUSE = Duration.ofSeconds(60);

    private static final Map<String, ?> STEADY = Map.of("persist", false, "minDelay", PAUSE, "maxDelay", PAUSE);

    private static final byte[] WHOLE = Archives.of(Map.of(
            ".manifest", "{\"revision\": \"whole\", \"roots\": [\"envoy\", \"users\"]}",
            "policy.rego", "package envoy.authz\n\ndefault allow := false\n\nallow if data.users.ann.active\n",
            "data.json", "{\"users\": {\"bob\": {\"active\": true}}}"));

    private final BundleServer server = new BundleServer();
    private final TestHost host = TestHost.create();

    @AfterEach
    void stop() {
        server.close();
        host.close();
    }

    private static byte[] delta(String operations) {
        return Archives.of(Map.of(
                ".manifest",
                "{\"revision\": \"delta\", \"roots\": [\"users\", \"envoy\"]}",
                "patch.json",
                "{\"data\": [" + operations + "]}"));
    }

    private Handler open() throws Exception {
        server.has(WHOLE, "\"1\"");
        return BundleHandlers.open(server.uri(), STEADY, host);
    }

    @Test
    void aDeltaChangesTheDataOfTheBundleBeforeIt() throws Exception {
        try (var handler = open()) {
            assertThat(allows(handler)).as(handler.state().detail()).isFalse();
            server.has(delta("{\"op\": \"upsert\", \"path\": \"/users/ann/active\", \"value\": true}"), "\"2\"");
            host.advance(PAUSE);
            assertThat(isReady(handler)).as(handler.state().detail()).isTrue();
            assertThat(allows(handler)).isTrue();
            assertThat(Calls.check(handler, Samples.REQUEST).metadata())
                    .isEqualTo("{\"opa\":{\"entrypoint\":\"envoy/authz/allow\",\"revision\":\"delta\"}}");
            host.advance(PAUSE);
            assertThat(server.last("If-None-Match")).isEqualTo("\"2\"");
            server.has(delta("{\"op\": \"remove\", \"path\": \"/users/ann\"}"), "\"3\"");
            host.advance(PAUSE);
            assertThat(allows(handler)).isFalse();
            server.has(delta("{\"op\": \"upsert\", \"path\": \"/users/ann/active\", \"value\": true}"), "\"4\"");
            host.advance(PAUSE);
            assertThat(allows(handler))
                    .as("the same delta again, on other data")
                    .isTrue();
            server.has(WHOLE, "\"5\"");
            host.advance(PAUSE);
            assertThat(allows(handler)).as("a whole one again").isFalse();
        }
    }

    @Test
    void whatDoesNotFitIsToldAndAWholeOneIsAskedFor() throws Exception {
        var faults = new LinkedHashMap<String, byte[]>();
        faults.put(
                "does not fit the data at /users/eve: a path leads to nothing",
                delta("{\"op\": \"upsert\", \"path\": \"/users/ann/active\", \"value\": true},"
                        + "{\"op\": \"remove\", \"path\": \"/users/eve\"}"));
        faults.put(
                "changes the data at /places, outside of the roots",
                delta("{\"op\": \"upsert\", \"path\": \"/places\", \"value\": 1}"));
        faults.put(
                "is for the roots [], the bundle before it has [envoy, users]",
                Archives.of(Map.of("patch.json", "{\"data\": [{\"op\": \"remove\", \"path\": \"/users\"}]}")));
        faults.put(
                "mesh/p.rego: a delta bundle holds only patch.json and .manifest",
                Archives.of(Map.of("patch.json", "{}", "p.rego", "package p\n")));
        faults.put("lists no operations", delta(""));
        try (var handler = open()) {
            for (var fault : faults.entrySet()) {
                server.has(fault.getValue(), "\"x\"");
                host.advance(PAUSE);
                assertThat(handler.state().phase()).as(fault.getKey()).isEqualTo(Phase.DEGRADED);
                assertThat(handler.state().detail()).contains(fault.getKey());
                assertThat(allows(handler)).isFalse();
                host.advance(PAUSE);
                assertThat(server.last("If-None-Match")).as(fault.getKey()).isNull();
                server.has(WHOLE, "\"1\"");
                host.advance(PAUSE);
                assertThat(isReady(handler)).as(fault.getKey()).isTrue();
            }
        }
    }

    @Test
    void aDeltaWithoutABundleBeforeItIsRefused() throws Exception {
        server.has(delta("{\"op\": \"upsert\", \"path\": \"/users/ann\", \"value\": 1}"), "\"1\"");
        try (var handler = BundleHandlers.open(server.uri(), STEADY, host)) {
            assertThat(handler.state().phase()).isEqualTo(Phase.STARTING);
            assertThat(handler.state().detail()).contains("is a delta bundle (patch.json)");
        }
    }

    @Test
    void aDeltaIsRefusedWhereTheBundleIsKept() throws Exception {
        server.has(WHOLE, "\"1\"");
        try (var handler = BundleHandlers.open(server.uri(), Map.of("minDelay", PAUSE, "maxDelay", PAUSE), host)) {
            server.has(delta("{\"op\": \"upsert\", \"path\": \"/users/ann/active\", \"value\": true}"), "\"2\"");
            host.advance(PAUSE);
            assertThat(allows(handler)).isFalse();
            assertThat(handler.state().detail()).contains("with persist: false and without verify");
        }
    }
}
