package dev.mixer.adapters.opa.bundle;

import dev.mixer.adapters.opa.source.Bundle;
import dev.mixer.adapters.opa.source.BundleReader;
import dev.mixer.adapters.opa.source.InvalidPolicyException;
import dev.mixer.adapters.opa.source.PolicyReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A bundle in a file or a folder. */
public record FilePart(BundleReader reader, Path path) implements Part {
    @Override
    public String name() {
        return reader.name();
    }

    @Override
    public Object version() throws IOException {
        return PolicyReader.fingerprint(path);
    }

    @Override
    public Optional<Bundle> read() throws InvalidPolicyException, IOException {
        return Optional.of(reader.ofPath(path));
    }

    @Override
    public String trouble() {
        return "";
    }

    @Override
    public void start(Runnable changed) {
        // whoever has it asks for its version
    }

    @Override
    public void activated() {
        // it is where it was
    }

    @Override
    public void close() {
        // holds nothing
    }
}
