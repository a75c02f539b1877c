package dev.mixer.server.front.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.config.settings.ListenAddress;
import dev.mixer.envoy.ExtAuthzSettings;
import dev.mixer.server.front.envoy.FrontHarness;
import dev.mixer.server.front.extauthz.ExtAuthzFront;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpAuthzFrontTest {
    private static final String SCOPES = """
            apiVersion: mixer.dev/v1
            kind: AuthorizationScope
            metadata: {name: near}
            spec: {trustedPeers: [127.0.0.0/8], dialect: nginx}
            ---
            apiVersion: mixer.dev/v1
            kind: AuthorizationScope
            metadata: {name: far}
            spec: {trustedPeers: [192.0.2.1], dialect: nginx}
            ---
            apiVersion: mixer.dev/v1
            kind: AuthorizationScope
            metadata: {name: envoy}
            spec: {trustedPeers: [127.0.0.1], dialect: envoy}
            """;
    private static final List<List<String>> TOLD = List.of(
            List.of("host", "mixer.test"),
            List.of("x-original-method", "GET"),
            List.of("x-original-uri", "/"),
            List.of("x-original-host", "shop.test"),
            List.of("x-real-ip", "192.0.2.7"));

    private final Vertx vertx = Vertx.vertx();
    private FrontHarness harness;
    private AuthzPort port;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        harness = new FrontHarness(
                folder,
                host -> new ExtAuthzFront(
                        host.mixer, host.gate, ExtAuthzSettings.from(FrontHarness.settings()), host.meters));
        port = AuthzPort.open(
                vertx,
                new ListenAddress.Tcp("127.0.0.1", 0),
                new HttpAuthzFront(harness.mixer, harness.gate, 64 << 10, false, null));
    }

    @AfterEach
    void stop() {
        port.close();
        harness.close();
        vertx.close();
    }

    @Test
    void withoutAConfigurationEveryRequestIsForbidden() throws IOException {
        assertThat(ask("/authz/near", TOLD).status()).isEqualTo(403);
    }

    @Test
    void aTrustedPeerThatTellsAllIsAnswered() throws IOException {
        harness.apply(SCOPES);

        assertThat(ask("/authz/near", TOLD).status()).isEqualTo(200);
        assertThat(ask("/authz/envoy/any?x=1", List.of(List.of("host", "a"))).status())
                .isEqualTo(200);
    }

    @Test
    void anUnknownScopeAnUntrustedPeerAndAnyOtherPathAreForbidden() throws IOException {
        harness.apply(SCOPES);

        for (var target : List.of("/authz/none", "/authz/far", "/authz/", "/", "/authz/near/more", "/authz/envoy")) {
            var reply = ask(target, TOLD);
            assertThat(reply.status()).as(target).isEqualTo(403);
            assertThat(reply.header("x-mixer-status")).as(target).isEqualTo("PERMISSION_DENIED");
        }
    }

    @Test
    void aHeaderOfTheDialectThatIsMissingOrThereTwiceIsForbidden() throws IOException {
        harness.apply(SCOPES);

        for (var header : TOLD.subList(1, TOLD.size())) {
            var without = new ArrayList<>(TOLD);
            without.remove(header);
            var twice = new ArrayList<>(TOLD);
            twice.add(header);
            assertThat(ask("/authz/near", without).status())
                    .as("without " + header)
                    .isEqualTo(403);
            assertThat(ask("/authz/near", twice).status()).as("twice " + header).isEqualTo(403);
        }
    }

    @Test
    void aReloadSwapsScopesWithTheRules() throws IOException {
        harness.apply(SCOPES);
        harness.apply(SCOPES.replace("127.0.0.0/8", "192.0.2.0/24"));

        assertThat(ask("/authz/near", TOLD).status()).isEqualTo(403);
    }

    @Test
    void tooMuchIsADenialAndEvenMoreOneOfTheTransport() throws IOException {
        harness.apply(SCOPES);
        var large = new ArrayList<>(TOLD);
        large.add(List.of("x-large", "x".repeat(65 << 10)));
        var reply = ask("/authz/near", large);
        var huge = new ArrayList<>(TOLD);
        huge.add(List.of("x-huge", "x".repeat(1 << 20)));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.header("x-mixer-status")).isEqualTo("INVALID_ARGUMENT");
        assertThat(ask("/authz/near", huge).status()).isEqualTo(431);
        assertThat(harness.isIdle()).isTrue();
    }

    @Test
    void whatTheHostCannotTakeOnIsToldAsItsOwnFault() throws IOException {
        harness.apply(SCOPES);
        while (harness.gate.enter()) {
            // until it is closed
        }

        assertThat(ask("/authz/near", TOLD).status()).isEqualTo(503);
    }

    private RawHttp.Reply ask(String target, List<List<String>> headers) throws IOException {
        return RawHttp.ask(port.port(), "GET", target, headers);
    }
}
