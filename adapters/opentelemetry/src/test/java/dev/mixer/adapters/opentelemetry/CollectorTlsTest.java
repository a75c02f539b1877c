package dev.mixer.adapters.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mixer.adapters.opentelemetry.OpentelemetryParameters.Protocol;
import dev.mixer.spi.AdapterException;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Certificates;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.Poll;
import dev.mixer.testkit.TestHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real collector that wants TLS and a certificate of its clients. */
@Tag("backend")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectorTlsTest {
    @TempDir
    static Path folder;

    private final TestHost host = TestHost.create();
    private Certificates certificates;
    private Collector collector;
    private Certificates.Pair client;

    @BeforeAll
    void start() throws Exception {
        certificates = new Certificates(folder);
        var server = certificates.issue("collector", "ip:127.0.0.1");
        client = certificates.issue("client", "");
        collector = new Collector(
                folder,
                "{cert_file: \"%s\", key_file: \"%s\", client_ca_file: \"%s\"}"
                        .formatted(server.certificate(), server.key(), certificates.authority("ca")));
    }

    @AfterAll
    void stop() {
        collector.close();
        host.close();
    }

    private void send(Protocol protocol, String authority, Map<String, ?> more) throws Exception {
        var given = new HashMap<String, Object>(Map.of(
                "endpoint",
                collector.url(protocol),
                "protocol",
                protocol,
                "serviceName",
                "tls-" + protocol,
                "timeout",
                Duration.ofSeconds(5),
                "caCertificate",
                Optional.of(certificates.authority(authority))));
        given.putAll(more);
        try (var handler = new OpentelemetryAdapter().open(Defaults.of(OpentelemetryParameters.class, given), host)) {
            Calls.report(handler, "access.default", Records.log(Map.of()));
        }
    }

    private Map<String, ?> proof() {
        return Map.of("clientCertificate", Optional.of(client.certificate()), "clientKey", Optional.of(client.key()));
    }

    @ParameterizedTest
    @EnumSource
    void bothSidesProveThemselves(Protocol protocol) throws Exception {
        send(protocol, "ca", proof());
        Poll.until("there", () -> collector.logs("tls-" + protocol).size() == 1);
        assertThat(collector
                        .logs("tls-" + protocol)
                        .getFirst()
                        .get("severityText")
                        .asText())
                .isEqualTo("Warning");
    }

    @ParameterizedTest
    @EnumSource
    void withoutACertificateTheCollectorRefuses(Protocol protocol) {
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() -> send(protocol, "ca", Map.of()))
                .returns(AdapterException.Kind.TRANSIENT, AdapterException::kind);
    }

    @ParameterizedTest
    @EnumSource
    void aCollectorOfAnotherAuthorityIsNotTrusted(Protocol protocol) {
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() -> send(protocol, "other-ca", proof()))
                .returns(AdapterException.Kind.TRANSIENT, AdapterException::kind);
    }
}
