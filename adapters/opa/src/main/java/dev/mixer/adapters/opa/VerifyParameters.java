package dev.mixer.adapters.opa;

import dev.mixer.adapters.opa.source.Signatures;
import dev.mixer.adapters.opa.source.SigningAlgorithm;
import dev.mixer.adapters.opa.source.VerificationKey;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a bundle must be signed. Exactly one of {@code keyFile}, {@code key} and {@code secret} says with what.
 *
 * @param keyFile a file with the public key as PEM ({@code PUBLIC KEY} or {@code CERTIFICATE}), read when the handler opens
 * @param key the public key as PEM itself
 * @param secret the secret, for HS256, HS384 and HS512
 * @param keyId the key's name: a signature that names another is refused; empty: any
 * @param scope what the signature must say that it is for; empty: it must say nothing
 * @param algorithm the only algorithm that counts, whatever the signature says
 */
public record VerifyParameters(
        @Description("A file with the public key as PEM, read when the handler opens.")
        Optional<Path> keyFile,

        @Description("The public key as PEM.") Optional<String> key,

        @Description("The secret, for HS256, HS384 and HS512.")
        Optional<Secret> secret,

        @Description("The key's name; a signature that names another is refused. Empty: any.") @DefaultValue("")
        String keyId,

        @Description("What the signature must say that it is for; empty: it must say nothing.") @DefaultValue("")
        String scope,

        @Description("The only algorithm that counts.") @DefaultValue("RS256")
        SigningAlgorithm algorithm) {
    public VerifyParameters {
        long given = Stream.of(keyFile, key, secret).filter(Optional::isPresent).count();
        if (given != 1) {
            throw new IllegalArgumentException("verify needs exactly one of key_file, key and secret, not " + given);
        }
        if (key.isPresent()) {
            var _ = VerificationKey.ofPem(key.get(), algorithm);
        } else if (secret.isPresent()) {
            var _ = VerificationKey.ofSecret(secret.get().reveal(), algorithm);
        } else if (algorithm.isShared()) {
            throw new IllegalArgumentException(algorithm + " needs a secret, not a public key");
        }
    }

    /**
     * What verifies.
     *
     * @throws IOException if the file of the key cannot be read, or holds none
     */
    Signatures signatures() throws IOException {
        VerificationKey found;
        if (secret.isPresent()) {
            found = VerificationKey.ofSecret(secret.get().reveal(), algorithm);
        } else {
            try {
                found = VerificationKey.ofPem(
                        keyFile.isPresent() ? Files.readString(keyFile.get()) : key.orElse(""), algorithm);
            } catch (IllegalArgumentException e) {
                throw new IOException(keyFile.map(Path::toString).orElse("key") + ": " + e.getMessage(), e);
            }
        }
        return new Signatures(found, keyId, scope);
    }
}
