package dev.mixer.engine.config.settings;

import dev.mixer.spi.Description;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the gRPC listener proves itself with. The files are read again when they change.
 *
 * @param certificate PEM, the chain from the host's own on
 * @param key PEM, PKCS #8
 * @param clientCa PEM; null: clients need no certificate
 */
public record TlsFiles(
        @Description("The host's certificate chain, PEM.") Path certificate,

        @Description("The key of the certificate, PEM (PKCS #8).")
        Path key,

        @Description("Authorities whose client certificates are accepted, PEM; without it clients need none.") @Nullable
        Path clientCa) {}
