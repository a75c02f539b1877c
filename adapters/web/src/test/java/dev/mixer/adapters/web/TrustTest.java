package dev.mixer.adapters.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.testkit.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handshakes with a server whose certificate is of an authority of the test's own. */
class TrustTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void theAuthoritiesOfTheFileVouchAndNobodyElse() throws Exception {
        var certificates = new Certificates(folder);
        var _ = certificates.issue("server", "ip:127.0.0.1,dns:localhost");
        var server = certificates.server("server");
        assertThat(handshake(server, Trust.of(certificates.authority("ca")))).isNull();
        assertThat(handshake(server, Trust.of(Files.readAllBytes(certificates.authority("ca")))))
                .isNull();
        assertThat(handshake(server, Trust.of(certificates.authority("other-ca"))))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void whatHoldsNoCertificateIsRefused() throws Exception {
        var empty = Files.writeString(folder.resolve("empty.pem"), "");
        assertThatThrownBy(() -> Trust.of(empty))
                .isInstanceOf(IOException.class)
                .hasMessage(empty + " holds no certificate");
        assertThatThrownBy(() -> Trust.of(new byte[0])).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> Trust.of("no PEM".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> Trust.of(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    /** What the client runs into; null: nothing. */
    private static @org.jspecify.annotations.Nullable Throwable handshake(SSLContext server, SSLContext client)
            throws Exception {
        try (var listening =
                        server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var threads = Executors.newSingleThreadExecutor()) {
            Future<?> answer = threads.submit((Callable<Integer>) () -> {
                try (var accepted = listening.accept()) {
                    return accepted.getInputStream().read();
                }
            });
            try (var socket = (javax.net.ssl.SSLSocket) client.getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
                socket.startHandshake();
                socket.getOutputStream().write(1);
                return null;
            } catch (IOException e) {
                return e;
            } finally {
                answer.cancel(true);
            }
        }
    }
}
