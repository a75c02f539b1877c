package dev.mixer.adapters.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.mixer.adapters.web.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys over TLS, from a server with a certificate of its own making. */
class TrustTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder = Path.of("");

    private final HttpsServer server = create();

    @BeforeEach
    void start() throws Exception {
        keytool("-genkeypair", "-ext", "san=ip:127.0.0.1", "-keyalg", "EC", "-dname", "CN=issuer", "-validity", "2");
        keytool("-exportcert", "-rfc", "-file", folder.resolve("ca.pem").toString());
        var store = KeyStore.getInstance(folder.resolve("keys.p12").toFile(), PASSWORD);
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'{', '}'});
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void anAuthorityOfTheFileVouches() throws Exception {
        try (var provider = new HttpProvider(uri("127.0.0.1"), Duration.ofSeconds(5), Trust.of(pem()))) {
            assertThat(provider.fetch(null)).isEqualTo(new Provider.Content("{}", null));
        }
    }

    @Test
    void withoutItTheServerIsNotTrusted() {
        try (var provider = new HttpProvider(uri("127.0.0.1"), Duration.ofSeconds(5), null)) {
            assertThatThrownBy(() -> provider.fetch(null)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aCertificateForAnotherNameIsNotTrusted() throws Exception {
        try (var provider = new HttpProvider(uri("localhost"), Duration.ofSeconds(5), Trust.of(pem()))) {
            assertThatThrownBy(() -> provider.fetch(null)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aFileWithoutCertificatesIsRefused() throws Exception {
        var empty = Files.writeString(folder.resolve("empty.pem"), "");
        assertThatThrownBy(() -> Trust.of(empty)).hasMessageContaining("holds no certificate");
    }

    private Path pem() {
        return folder.resolve("ca.pem");
    }

    private URI uri(String host) {
        return URI.create("https://" + host + ":" + server.getAddress().getPort() + "/");
    }

    private void keytool(String... arguments) throws Exception {
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(java.util.List.of(arguments));
        command.addAll(java.util.List.of(
                "-alias",
                "issuer",
                "-keystore",
                folder.resolve("keys.p12").toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD)));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor())
                .as(Files.readString(folder.resolve("keytool.log")))
                .isZero();
    }

    private static HttpsServer create() {
        try {
            return HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
