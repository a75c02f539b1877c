package dev.mixer.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AdapterException.Kind;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Secret;
import dev.mixer.spi.template.Metric;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Certificates;
import dev.mixer.testkit.Samples;
import dev.mixer.testkit.TestHost;
import dev.mixer.testkit.backend.BackendProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker with TLS and passwords (SCRAM and PLAIN). */
@Tag("backend")
class KafkaTlsTest {
    /** What JAAS could take for the end of the text, or for another one. */
    private static final String PASSWORD = "a\"b\\c; d='e'";

    @TempDir
    static Path folder;

    private static Certificates certificates;
    private static KafkaBroker broker;
    private static String server;

    private final TestHost host = TestHost.create();

    @BeforeAll
    static void start() throws Exception {
        certificates = new Certificates(folder);
        var pair = certificates.issue("kafka", "ip:127.0.0.1");
        var store = Files.writeString(
                folder.resolve("kafka.store.pem"), Files.readString(pair.key()) + Files.readString(pair.certificate()));
        int port = BackendProcess.freePort();
        server = "127.0.0.1:" + port;
        broker = KafkaBroker.start(Map.of(
                "listeners", "SASL_SSL://" + server,
                "advertised.listeners", "SASL_SSL://" + server,
                "ssl.keystore.type", "PEM",
                "ssl.keystore.location", store.toString(),
                "sasl.enabled.mechanisms", "SCRAM-SHA-512,PLAIN",
                "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                "listener.name.sasl_ssl.plain.sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required user_mixer=\"plain\";"));
        try (var admin = broker.admin()) {
            var scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion("mixer", scram, PASSWORD)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        broker.topic("secured");
    }

    @AfterAll
    static void end() {
        broker.close();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private Handler open(Path authority, KafkaSasl.Mechanism mechanism, String password) throws Exception {
        return new KafkaAdapter().open(parameters(authority, mechanism, password), host);
    }

    private static KafkaParameters parameters(Path authority, KafkaSasl.Mechanism mechanism, String password) {
        return Parameters.of(
                server,
                "secured",
                Map.of(
                        "deliveryTimeout", Duration.ofSeconds(5),
                        "tls", Optional.of(new KafkaTls(Optional.of(authority), Optional.empty(), Optional.empty())),
                        "sasl", Optional.of(new KafkaSasl(mechanism, "mixer", Secret.of(password)))));
    }

    private static void assertSends(Handler handler) throws Exception {
        var parcel = Calls.parcel(
                handler, "one.default", (Metric) Samples.of(Metric.class).orElseThrow());
        Calls.send(handler, List.of(parcel));
        assertThat(handler.state().phase()).isEqualTo(Phase.READY);
        assertThat(TopicReader.read(broker, "secured", 1))
                .extracting(record -> TopicReader.headers(record).get("mixer-id"))
                .contains(parcel.id());
    }

    private static void assertRefused(Handler handler, String reason) throws Exception {
        assertThat(handler.state().phase()).isEqualTo(Phase.CONNECTING);
        assertThat(handler.state().detail())
                .contains("do not accept each other")
                .contains(reason);
        var parcel = Calls.parcel(
                handler, "one.default", (Metric) Samples.of(Metric.class).orElseThrow());
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() -> handler.sender().orElseThrow().send(List.of(parcel)))
                .withMessageContaining("do not accept each other")
                .withMessageContaining(reason)
                .matches(e -> e.kind() == Kind.TRANSIENT);
        assertThat(handler.state().phase()).isEqualTo(Phase.CONNECTING);
    }

    @Test
    void recordsGoOverTlsWithScram() throws Exception {
        try (var handler = open(certificates.authority("ca"), KafkaSasl.Mechanism.SCRAM_SHA_512, PASSWORD)) {
            assertSends(handler);
        }
    }

    @Test
    void recordsGoOverTlsWithAPlainPassword() throws Exception {
        try (var handler = open(certificates.authority("ca"), KafkaSasl.Mechanism.PLAIN, "plain")) {
            assertSends(handler);
        }
    }

    @Test
    void aWrongPasswordIsAStateThatSaysWhyAndNeverShowsIt() throws Exception {
        try (var handler = open(certificates.authority("ca"), KafkaSasl.Mechanism.SCRAM_SHA_512, "wrong-one")) {
            assertRefused(handler, "credentials");
            assertThat(handler.state().detail()).doesNotContain("wrong-one");
        }
    }

    @Test
    void anotherAuthorityIsAStateThatSaysWhy() throws Exception {
        try (var handler = open(certificates.authority("other-ca"), KafkaSasl.Mechanism.SCRAM_SHA_512, PASSWORD)) {
            assertRefused(handler, "certification path");
        }
    }

    @Test
    void filesThatAreNoneAreFaultsOfTheConfiguration() throws Exception {
        assertFault(folder.resolve("none.pem"), "tls.caCertificate " + folder.resolve("none.pem") + " cannot be read");
        assertFault(
                Files.writeString(folder.resolve("garbage.pem"), "garbage"), "tls has a file that cannot be used: ");
    }

    private void assertFault(Path authority, String message) {
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() -> open(authority, KafkaSasl.Mechanism.PLAIN, "plain"))
                .withMessageStartingWith(message)
                .matches(e -> e.kind() == Kind.PERMANENT);
    }
}
