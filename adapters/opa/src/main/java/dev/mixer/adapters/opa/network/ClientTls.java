package dev.mixer.adapters.opa.network;

import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.web.Trust;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom a request trusts.
 *
 * @param authorities as PEM; empty: those of the settings
 * @param system the JDK's authorities in place of those of the settings
 * @param anyone whoever answers
 */
record ClientTls(String authorities, boolean system, boolean anyone) {
    static ClientTls read(RegoObject fields) throws RequestFailedException {
        var authorities = fields.get("tls_ca_cert") == null ? "" : SendRequest.string(fields, "tls_ca_cert");
        boolean system = SendRequest.flag(fields, "tls_use_system_certs");
        if (system && !authorities.isEmpty()) {
            throw RequestFailedException.refused("tls_ca_cert and tls_use_system_certs are not supported together");
        }
        return new ClientTls(
                authorities.replace("\\n", "\n"), system, SendRequest.flag(fields, "tls_insecure_skip_verify"));
    }

    /** What a client is made with; empty: the JDK's own. */
    Optional<SSLContext> context(NetworkSettings settings) throws RequestFailedException {
        try {
            if (anyone) {
                if (!settings.insecure()) {
                    throw RequestFailedException.refused(
                            "tls_insecure_skip_verify is not allowed: http_send.allow_insecure_tls is not set");
                }
                var context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {new Anyone()}, new SecureRandom());
                return Optional.of(context);
            }
            if (!authorities.isEmpty()) {
                return Optional.of(Trust.of(authorities.getBytes(StandardCharsets.UTF_8)));
            }
            return system ? Optional.empty() : settings.trust();
        } catch (GeneralSecurityException | IOException e) {
            throw RequestFailedException.refused("tls_ca_cert holds no certificates");
        }
    }

    /** Trusts everybody, and checks no host names, which only the extended form can leave out. */
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
