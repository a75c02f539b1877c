package dev.mixer.adapters.opa;

import dev.mixer.adapters.opa.source.InvalidPolicyException;
import dev.mixer.adapters.opa.source.PolicyFiles;
import dev.mixer.adapters.opa.source.PolicyReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A policy at a path.
 *
 * @param limit how many bytes all of it may have
 */
record FolderSource(Path path, long limit) implements PolicySource {
    @Override
    public Object version() throws IOException {
        return PolicyReader.fingerprint(path);
    }

    @Override
    public Optional<PolicyFiles> read() throws InvalidPolicyException, IOException {
        return Optional.of(PolicyReader.ofPath(path, limit));
    }
}
