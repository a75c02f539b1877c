package dev.mixer.adapters.list;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.spi.template.ListEntry;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Certificates;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list behind TLS: who vouches for its server, and what is said where nobody does. */
class HttpsListTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);

    @TempDir
    private Path folder = Path.of("");

    private final TestHost host = TestHost.create();
    private final AtomicInteger requests = new AtomicInteger();
    private Certificates certificates;
    private @Nullable HttpsServer server;

    @BeforeEach
    void makeAuthorities() throws Exception {
        certificates = new Certificates(folder);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
        host.close();
    }

    @Test
    void aServerOfATrustedAuthorityIsRead() throws Exception {
        serve("ca", "ip:127.0.0.1");
        try (var handler = open(Optional.of(certificates.authority("ca")))) {
            assertThat(handler.state().phase()).isEqualTo(Phase.READY);
            assertThat(Calls.check(handler, new ListEntry("v1")).status().isOk())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "other-ca, ip:127.0.0.1, unable to find valid certification path",
        "ca, ip:127.0.0.2, No subject alternative names matching IP address 127.0.0.1",
        "ca, dns:localhost, No subject alternative names matching IP address 127.0.0.1"
    })
    void aWrongCertificateIsAStateThatSaysWhy(String authority, String names, String reason) throws Exception {
        serve(authority, names);
        try (var handler = open(Optional.of(certificates.authority("ca")))) {
            assertRefused(handler, "its certificate is not accepted: ", reason, "ca_file");
        }
        assertThat(requests)
                .as("nothing is asked of a server that nobody vouches for")
                .hasValue(0);
    }

    @Test
    void withoutAFileTheAuthoritiesOfTheJdkCount() throws Exception {
        serve("ca", "ip:127.0.0.1");
        try (var handler = open(Optional.empty())) {
            assertRefused(handler, "its certificate is not accepted: ");
        }
    }

    @Test
    void authoritiesThatAreRepairedCountAtTheNextAttempt() throws Exception {
        serve("ca", "ip:127.0.0.1");
        var file = folder.resolve("authorities.pem");
        try (var handler = open(Optional.of(file))) {
            assertRefused(handler, "there is no ca_file " + file);
            Files.writeString(file, "nonsense");
            host.advance(MINUTE);
            assertRefused(handler, "holds no PEM certificates");
            Files.copy(certificates.authority("other-ca"), file, StandardCopyOption.REPLACE_EXISTING);
            host.advance(MINUTE);
            assertRefused(handler, "its certificate is not accepted");
            Files.copy(certificates.authority("ca"), file, StandardCopyOption.REPLACE_EXISTING);
            host.advance(MINUTE);
            assertThat(handler.state().phase()).isEqualTo(Phase.READY);
        }
    }

    @Test
    void aListThatOthersVouchedForIsNotKept() throws Exception {
        serve("ca", "ip:127.0.0.1");
        var previous = open(Optional.of(certificates.authority("ca")));
        var edited = parameters(Optional.of(certificates.authority("other-ca")));
        try (var handler = new ListAdapter().reopen(edited, host.successor(), previous)) {
            previous.close();
            assertRefused(handler, "its certificate is not accepted");
        }
    }

    private static void assertRefused(Handler handler, String... reasons) {
        assertThat(handler.state().phase()).isEqualTo(Phase.CONNECTING);
        assertThat(handler.state().detail()).contains(reasons);
        assertThatThrownBy(() -> Calls.check(handler, new ListEntry("v1"))).hasMessageContaining("list not loaded");
    }

    private Handler open(Optional<Path> caFile) throws Exception {
        return new ListAdapter().open(parameters(caFile), host);
    }

    private ListParameters parameters(Optional<Path> caFile) {
        var url = "https://127.0.0.1:" + requireNonNull(server).getAddress().getPort() + "/list";
        return Defaults.of(ListParameters.class, Map.of("providerUrl", url, "caFile", caFile));
    }

    private void serve(String authority, String names) throws Exception {
        var _ = certificates.issueBy(authority, "server", names);
        var started = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.setHttpsConfigurator(new HttpsConfigurator(certificates.server("server")));
        started.createContext("/list", exchange -> {
            requests.incrementAndGet();
            var bytes = "v1\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        started.start();
        server = started;
    }
}
