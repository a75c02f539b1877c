package dev.mixer.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.server.front.envoy.FrontHarness;
import dev.mixer.testkit.Certificates;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MeshPortTlsTest {
    private static final String NAMES = "dns:localhost,ip:127.0.0.1";

    private Certificates certificates;
    private Path ca;
    private Certificates.Pair first;
    private Certificates.Pair second;
    private Certificates.Pair client;
    private Certificates.Pair stranger;

    @BeforeAll
    void make(@TempDir Path folder) throws Exception {
        certificates = new Certificates(folder);
        ca = certificates.authority("ca");
        first = certificates.issue("first", NAMES);
        second = certificates.issue("second", NAMES);
        client = certificates.issue("client", "");
        stranger = certificates.issueBy("other-ca", "stranger", "");
    }

    @Test
    void aClientThatTrustsTheAuthorityIsServed() throws Exception {
        try (var port = open("tls.certificate=" + first.certificate(), "tls.key=" + first.key())) {
            assertThat(ask(port, trusting(ca).build())).isEqualTo(ServingStatus.NOT_SERVING);
        }
    }

    @Test
    void aClientThatTrustsAnotherAuthorityHangsUp() throws Exception {
        try (var port = open("tls.certificate=" + first.certificate(), "tls.key=" + first.key())) {
            assertRefused(port, trusting(certificates.authority("other-ca")).build());
        }
    }

    @Test
    void plainTextIsRefused() throws Exception {
        try (var port = open("tls.certificate=" + first.certificate(), "tls.key=" + first.key())) {
            assertRefused(port, InsecureChannelCredentials.create());
        }
    }

    @Test
    void withAuthoritiesOfClientsOnlyTheirCertificatesOpenTheDoor() throws Exception {
        try (var port = openMutual(first, ca)) {
            assertThat(ask(port, presenting(client))).isEqualTo(ServingStatus.NOT_SERVING);
            assertRefused(port, trusting(ca).build());
            assertRefused(port, presenting(stranger));
        }
    }

    @Test
    void aReplacedCertificateIsServedToNewConnections(@TempDir Path folder) throws Exception {
        var served = copy(first, folder);
        try (var port = open("tls.certificate=" + served.certificate(), "tls.key=" + served.key())) {
            assertThat(shown(port)).isEqualTo(certificate(first.certificate()));

            served.replaceBy(second);

            await("the second certificate", () -> shown(port).equals(certificate(second.certificate())));
        }
    }

    @Test
    void aReplacedAuthorityCountsForNewConnections(@TempDir Path folder) throws Exception {
        var authority = Files.copy(ca, folder.resolve("clients.pem"));
        try (var port = openMutual(first, authority)) {
            assertRefused(port, presenting(stranger));

            Files.copy(
                    certificates.authority("other-ca"), authority, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

            await("the stranger's authority", () -> {
                try {
                    return ask(port, presenting(stranger)) == ServingStatus.NOT_SERVING;
                } catch (StatusRuntimeException e) {
                    return false;
                }
            });
            assertRefused(port, presenting(client));
        }
    }

    @Test
    void aBrokenCertificateLeavesTheEarlierOneInForceAndIsLoggedOnce(@TempDir Path folder) throws Exception {
        var served = copy(first, folder);
        try (var log = new Log();
                var port = open("tls.certificate=" + served.certificate(), "tls.key=" + served.key())) {
            Files.writeString(served.certificate(), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

            assertThat(log.next())
                    .startsWith("tls.certificate: the file " + served.certificate())
                    .endsWith("; the earlier certificates of the gRPC port stay in force");
            assertThat(shown(port)).isEqualTo(certificate(first.certificate()));

            // The next thing in the log is the repair, not a second complaint.
            served.replaceBy(second);
            assertThat(log.next()).isEqualTo("the changed certificates of the gRPC port are in force");
            assertThat(shown(port)).isEqualTo(certificate(second.certificate()));
        }
    }

    @Test
    void aCertificateThatHasEndedIsServedWithAWarning(@TempDir Path folder) throws Exception {
        var served = copy(first, folder);
        try (var log = new Log();
                var _ = open("tls.certificate=" + served.certificate(), "tls.key=" + served.key())) {
            served.replaceBy(certificates.issueEnded("ended"));

            var lines = new ArrayList<String>();
            do {
                lines.add(log.next());
            } while (!lines.getLast().contains(" that ended on "));
            assertThat(lines).contains("the changed certificates of the gRPC port are in force");
            assertThat(lines.getLast())
                    .startsWith(
                            "tls.certificate: the file " + served.certificate() + " holds a certificate (CN=ended)");
        }
    }

    @Test
    void aCertificateWithTheKeyOfAnotherIsNotUsed(@TempDir Path folder) throws Exception {
        var served = copy(first, folder);
        try (var log = new Log();
                var port = open("tls.certificate=" + served.certificate(), "tls.key=" + served.key())) {
            Files.copy(second.certificate(), served.certificate(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

            assertThat(log.next()).startsWith("tls.key: the file " + served.key() + " is not the key");
            assertThat(shown(port)).isEqualTo(certificate(first.certificate()));
        }
    }

    @Test
    void filesThatCannotBeUsedAreNamedWithTheirSetting(@TempDir Path folder) throws Exception {
        var none = folder.resolve("none.pem");
        var text = Files.writeString(folder.resolve("text.pem"), "hello\n");
        var old = Files.writeString(
                folder.resolve("old.key"), "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
        var damaged = Files.writeString(
                folder.resolve("damaged.key"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

        assertFault(none, first.key(), ca, "tls.certificate: the file " + none + " does not exist");
        assertFault(folder, first.key(), ca, "tls.certificate: the file " + folder + " cannot be read: it is a folder");
        assertFault(text, first.key(), ca, "tls.certificate: the file " + text + " holds no certificate");
        assertFault(first.certificate(), none, ca, "tls.key: the file " + none + " does not exist");
        assertFault(first.certificate(), text, ca, "tls.key: the file " + text + " holds no private key");
        assertFault(first.certificate(), old, ca, "tls.key: the file " + old + " holds a key in another form; convert");
        assertFault(first.certificate(), damaged, ca, "tls.key: the file " + damaged + " holds a private key that is");
        assertFault(
                first.certificate(), second.key(), ca, "tls.key: the file " + second.key() + " is not the key of the");
        assertFault(first.certificate(), first.key(), none, "tls.clientCa: the file " + none + " does not exist");
        assertFault(first.certificate(), first.key(), text, "tls.clientCa: the file " + text + " holds no certificate");
    }

    private static void assertFault(Path certificate, Path key, Path clientCa, String beginning) {
        assertThatIOException()
                .isThrownBy(() -> openMutual(new Certificates.Pair(certificate, key), clientCa)
                        .close())
                .satisfies(e -> assertThat(e.getMessage()).startsWith(beginning).doesNotContain("\n"));
    }

    private static MeshPort openMutual(Certificates.Pair own, Path clientCa) throws IOException {
        return open("tls.certificate=" + own.certificate(), "tls.key=" + own.key(), "tls.clientCa=" + clientCa);
    }

    private static MeshPort open(String... tls) throws IOException {
        var sets = new java.util.ArrayList<>(List.of(tls));
        sets.add("grpc.address=127.0.0.1:0");
        return MeshPort.open(FrontHarness.settings(sets.toArray(String[]::new)), List.of());
    }

    private static Certificates.Pair copy(Certificates.Pair pair, Path folder) throws IOException {
        return new Certificates.Pair(
                Files.copy(pair.certificate(), folder.resolve("own.pem")),
                Files.copy(pair.key(), folder.resolve("own.key")));
    }

    private ChannelCredentials presenting(Certificates.Pair own) throws IOException {
        return trusting(ca)
                .keyManager(own.certificate().toFile(), own.key().toFile())
                .build();
    }

    private static TlsChannelCredentials.Builder trusting(Path authority) throws IOException {
        return TlsChannelCredentials.newBuilder().trustManager(authority.toFile());
    }

    private static ServingStatus ask(MeshPort port, ChannelCredentials credentials) {
        var channel = NettyChannelBuilder.forAddress("localhost", port.port(), credentials)
                .build();
        try {
            return HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(20, TimeUnit.SECONDS)
                    .check(HealthCheckRequest.getDefaultInstance())
                    .getStatus();
        } finally {
            channel.shutdownNow();
        }
    }

    private static void assertRefused(MeshPort port, ChannelCredentials credentials) {
        assertThatThrownBy(() -> ask(port, credentials))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    }

    /** The certificate that a new connection without resumed session gets to see. */
    private X509Certificate shown(MeshPort port) throws IOException, GeneralSecurityException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", certificate(ca));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port.port())) {
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static X509Certificate certificate(Path file) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited for " + what).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** What the port says of its certificates. */
    private static final class Log extends Handler implements AutoCloseable {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final Logger logger = Logger.getLogger(ServerTls.class.getName());

        Log() {
            logger.addHandler(this);
        }

        String next() throws InterruptedException {
            var line = lines.poll(30, TimeUnit.SECONDS);
            assertThat(line).as("nothing was logged").isNotNull();
            return line;
        }

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}
