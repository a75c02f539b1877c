package dev.mixer.adapters.opa;

import static dev.mixer.adapters.opa.BundleHandlers.LATER;
import static dev.mixer.adapters.opa.BundleHandlers.NO;
import static dev.mixer.adapters.opa.BundleHandlers.YES;
import static dev.mixer.adapters.opa.BundleHandlers.allows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Problem;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.TestHost;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bundles that a server has. */
class PublishedBundlesTest {
    private final BundleServer server = new BundleServer();
    private final TestHost host = TestHost.create();

    @AfterEach
    void stop() {
        server.close();
        host.close();
    }

    private Handler open() throws AdapterException {
        return BundleHandlers.open(server.uri(), Map.of(), host);
    }

    @Test
    void aBundleIsAskedForWithItsTagAndTakenWhenItIsNew() throws Exception {
        server.has(YES, "\"1\"");
        try (var handler = open()) {
            assertThat(server.last("If-None-Match")).isNull();
            assertThat(allows(handler)).isTrue();
            assertThat(handler.state().phase()).isEqualTo(Phase.READY);
            host.advance(LATER);
            assertThat(server.last("If-None-Match")).isEqualTo("\"1\"");
            assertThat(allows(handler)).isTrue();
            server.has(NO, "\"2\"");
            host.advance(LATER);
            assertThat(allows(handler)).isFalse();
        }
    }

    @Test
    void aDecisionNamesTheRevision() throws Exception {
        server.has(YES, "\"1\"");
        try (var handler = open()) {
            var result = Calls.check(handler, Samples.REQUEST);
            assertThat(result.metadata())
                    .isEqualTo("{\"opa\":{\"entrypoint\":\"envoy/authz/allow\",\"revision\":\"yes\"}}");
            assertThat(Objects.requireNonNull(result.detail()).get()).contains("revision yes");
        }
    }

    @Test
    void withoutABundleTheHandlerConnectsAndCallsFail() throws Exception {
        server.answers(exchange -> BundleServer.send(exchange, 503, new byte[0], null));
        try (var handler = open()) {
            assertThat(handler.state().phase()).isEqualTo(Phase.STARTING);
            assertThatThrownBy(() -> allows(handler)).isInstanceOf(AdapterException.class);
            server.has(YES, "\"1\"");
            host.advance(LATER);
            assertThat(handler.state().phase()).isEqualTo(Phase.READY);
            assertThat(allows(handler)).isTrue();
        }
    }

    @Test
    void whatCannotBeUsedLeavesTheOldOneInForceAndIsTold() throws Exception {
        var faults = new LinkedHashMap<String, byte[]>();
        faults.put("is no archive", "<html>".getBytes(StandardCharsets.UTF_8));
        faults.put("is no archive (.tar.gz), or a damaged one", Arrays.copyOf(NO, NO.length / 2));
        faults.put("leads out of the archive", Archives.of(Map.of("../p.rego", "package p\n")));
        faults.put("rego_unsafe_var_error", Archives.bundle("x", "package envoy.authz\n\nallow if x\n"));
        faults.put("does not refer to a rule", Archives.bundle("x", "package other\n\nallow := false\n"));
        faults.put("policy.wasm", Archives.of(Map.of("p.txt", "")));
        faults.put("opa_wasm_abi_version", Archives.of(Map.of("policy.wasm", "\0asm\1\0\0\0")));
        server.has(YES, "\"1\"");
        try (var handler = open()) {
            for (var fault : faults.entrySet()) {
                server.has(fault.getValue(), "\"x\"");
                host.advance(LATER);
                assertThat(allows(handler)).as(fault.getKey()).isTrue();
                assertThat(handler.state().phase()).as(fault.getKey()).isEqualTo(Phase.DEGRADED);
                assertThat(handler.state().detail()).contains(fault.getKey());
                host.advance(LATER);
                assertThat(handler.state().phase())
                        .as("an answer of 304 to the tag of a faulty one changes nothing")
                        .isEqualTo(Phase.DEGRADED);
                server.has(YES, "\"1\"");
                host.advance(LATER);
                assertThat(handler.state().phase()).isEqualTo(Phase.READY);
            }
        }
    }

    @Test
    void aStatusThatIsNoAnswerCostsNothing() throws Exception {
        server.has(YES, "\"1\"");
        try (var handler = open()) {
            server.answers(exchange -> BundleServer.send(exchange, 500, NO, "\"2\""));
            host.advance(LATER);
            assertThat(allows(handler)).isTrue();
            assertThat(handler.state().detail()).contains("500");
        }
    }

    @Test
    void validationAsksNobody() {
        assertThat(new OpaAdapter().validate(BundleHandlers.parameters(server.uri(), Map.of())))
                .extracting(Problem::severity)
                .doesNotContain(Problem.Severity.ERROR);
        assertThat(server.requests()).isEmpty();
    }
}
