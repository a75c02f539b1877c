package dev.mixer.adapters.opa;

import dev.mixer.adapters.opa.source.PolicyFiles;
import dev.mixer.adapters.opa.source.PolicyReader;
import java.util.List;
import java.util.Optional;

/** A policy that stands in the configuration. */
record TextSource(List<String> modules) implements PolicySource {
    @Override
    public Object version() {
        return "";
    }

    @Override
    public Optional<PolicyFiles> read() {
        return Optional.of(PolicyReader.ofTexts(modules));
    }

    @Override
    public boolean isLive() {
        return false;
    }
}
