package dev.mixer.adapters.opa;

import static dev.mixer.adapters.opa.BundleHandlers.YES;
import static dev.mixer.adapters.opa.BundleHandlers.allows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Secret;
import dev.mixer.testkit.Certificates;
import dev.mixer.testkit.TestHost;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is asked for a bundle: redirects, certificates, secrets. */
class BundleAccessTest {
    private static final String TOKEN = "t0ken-of-the-test";

    @TempDir
    private Path folder = Path.of("");

    private final BundleServer server = new BundleServer();
    private final BundleServer other = new BundleServer();
    private final TestHost host = TestHost.create();

    @AfterEach
    void stop() {
        server.close();
        other.close();
        host.close();
    }

    private Handler open(URI uri) throws Exception {
        return BundleHandlers.open(
                uri,
                Map.of(
                        "token",
                        Optional.of(Secret.of(TOKEN)),
                        "headers",
                        Map.of("x-key", Secret.of("k3y-of-the-test"))),
                host);
    }

    private void redirect(String to) {
        server.answers(exchange -> {
            exchange.getResponseHeaders().set("Location", to);
            BundleServer.send(exchange, 302, new byte[0], null);
        });
    }

    @Test
    void secretsAreSentToTheServer() throws Exception {
        server.has(YES, "\"1\"");
        try (var handler = open(server.uri())) {
            assertThat(allows(handler)).isTrue();
            assertThat(server.last("Authorization")).isEqualTo("Bearer " + TOKEN);
            assertThat(server.last("x-key")).isEqualTo("k3y-of-the-test");
        }
    }

    @Test
    void secretsAreNotToldWhenTheServerRefusesThem() throws Exception {
        server.answers(exchange -> BundleServer.send(exchange, 401, new byte[0], null));
        try (var handler = open(server.uri())) {
            assertThat(handler.state().phase()).isEqualTo(Phase.STARTING);
            assertThat(handler.state().detail()).contains("status 401").doesNotContain("test");
            assertThat(host.logLines().toString()).doesNotContain(TOKEN).doesNotContain("k3y");
        }
    }

    @Test
    void aRedirectIsFollowedWithoutSecrets() throws Exception {
        redirect(other.uri("/elsewhere").toString());
        other.has(YES, "\"1\"");
        try (var handler = open(server.uri())) {
            assertThat(allows(handler)).isTrue();
            assertThat(server.last("Authorization")).isNotNull();
            assertThat(other.last("Authorization")).isNull();
            assertThat(other.last("x-key")).isNull();
        }
    }

    @Test
    void aRedirectWithinTheServerIsFollowedWithSecrets() throws Exception {
        server.answers(exchange -> {
            if (exchange.getRequestURI().getPath().equals("/v2")) {
                BundleServer.send(exchange, 200, YES, "\"1\"");
            } else {
                exchange.getResponseHeaders().set("Location", "/v2");
                BundleServer.send(exchange, 307, new byte[0], null);
            }
        });
        try (var handler = open(server.uri())) {
            assertThat(allows(handler)).isTrue();
            assertThat(server.last("Authorization")).isEqualTo("Bearer " + TOKEN);
        }
    }

    @Test
    void redirectsThatLeadNowhereAreTold() throws Exception {
        for (var target : Map.of(
                        "/round", "redirects more than 5 times",
                        "file:///etc/hostname", "redirects to where it must not",
                        "http://[", "redirects to where it must not")
                .entrySet()) {
            redirect(target.getKey());
            try (var handler = open(server.uri())) {
                assertThat(handler.state().detail()).contains(target.getValue());
            }
        }
        assertThat(server.requests()).hasSize(6 + 1 + 1);
    }

    @Test
    void onlyTheAuthoritiesOfTheFileVouchForTheServer() throws Exception {
        var certificates = new Certificates(folder);
        var _ = certificates.issue("server", "ip:127.0.0.1");
        try (var secure = new BundleServer(Optional.of(certificates.server("server")))) {
            secure.has(YES, "\"1\"");
            try (var handler = open(secure, Optional.of(certificates.authority("ca")))) {
                assertThat(allows(handler)).as(handler.state().detail()).isTrue();
            }
            int asked = secure.requests().size();
            try (var handler = open(secure, Optional.of(certificates.authority("other-ca")))) {
                assertThat(handler.state().phase()).isEqualTo(Phase.STARTING);
                assertThat(handler.state().detail()).contains("cannot be read");
            }
            try (var handler = open(secure, Optional.empty())) {
                assertThat(handler.state().phase()).isEqualTo(Phase.STARTING);
            }
            assertThat(secure.requests()).hasSize(asked);
            secure.answers(exchange -> {
                exchange.getResponseHeaders().set("Location", other.uri().toString());
                BundleServer.send(exchange, 302, new byte[0], null);
            });
            other.has(YES, "\"1\"");
            try (var handler = open(secure, Optional.of(certificates.authority("ca")))) {
                assertThat(handler.state().detail())
                        .as("from https to http")
                        .contains("redirects to where it must not");
                assertThat(other.requests()).isEmpty();
            }
        }
    }

    private Handler open(BundleServer at, Optional<Path> authorities) throws Exception {
        return BundleHandlers.open(at.uri(), Map.of("caFile", authorities, "persist", false), host);
    }
}
