package dev.mixer.adapters.opa;

import dev.mixer.adapters.opa.bundle.FilePart;
import dev.mixer.adapters.opa.bundle.HttpFetch;
import dev.mixer.adapters.opa.bundle.Part;
import dev.mixer.adapters.opa.bundle.RemotePart;
import dev.mixer.adapters.opa.source.Bundle;
import dev.mixer.adapters.opa.source.BundleReader;
import dev.mixer.adapters.opa.source.InvalidPolicyException;
import dev.mixer.adapters.opa.source.PolicyFiles;
import dev.mixer.adapters.opa.source.Signatures;
import dev.mixer.adapters.web.Trust;
import dev.mixer.spi.Host;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** Bundles that make one policy together, all or nothing. */
record BundleSource(List<Part> parts) implements PolicySource {
    BundleSource {
        parts = List.copyOf(parts);
    }

    /** Opens no connection yet; reads what was kept from an earlier run. */
    static BundleSource of(OpaParameters parameters, Host host) throws IOException {
        var parts = new ArrayList<Part>();
        try {
            for (var bundle : parameters.bundles()) {
                parts.add(part(bundle, parameters, host));
            }
        } catch (IOException | RuntimeException e) {
            parts.forEach(Part::close);
            throw e;
        }
        return new BundleSource(parts);
    }

    private static Part part(BundleParameters bundle, OpaParameters parameters, Host host) throws IOException {
        var reader = reader(bundle, parameters);
        if (bundle.file().isPresent()) {
            return new FilePart(reader, bundle.file().get());
        }
        var headers = new HashMap<String, String>();
        bundle.token().ifPresent(token -> headers.put("Authorization", "Bearer " + token.reveal()));
        bundle.headers().forEach((name, value) -> headers.put(name, value.reveal()));
        var target = new HttpFetch.Target(
                bundle.url().orElseThrow(),
                Map.copyOf(headers),
                bundle.fetchTimeout(),
                bundle.maxSize().bytes());
        var polling = new RemotePart.Polling(bundle.minDelay(), bundle.maxDelay(), bundle.longPolling());
        return new RemotePart(reader, new HttpFetch(target, trust(bundle)), polling, bundle.persist(), host);
    }

    private static BundleReader reader(BundleParameters bundle, OpaParameters parameters) throws IOException {
        Optional<Signatures> signatures =
                bundle.verify().isPresent() ? Optional.of(bundle.verify().get().signatures()) : Optional.empty();
        return new BundleReader(bundle.name(), parameters.maxPolicy().bytes(), signatures);
    }

    private static Optional<SSLContext> trust(BundleParameters bundle) throws IOException {
        if (bundle.caFile().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Trust.of(bundle.caFile().get()));
        } catch (GeneralSecurityException e) {
            throw new IOException(bundle.caFile().get() + ": " + e.getMessage(), e);
        }
    }

    /** What can be told without a connection: the bundles in files, all of them where there are no others, and keys. */
    static Optional<PolicyFiles> review(OpaParameters parameters) throws InvalidPolicyException, IOException {
        var found = new LinkedHashMap<String, Bundle>();
        for (var bundle : parameters.bundles()) {
            var reader = reviewed(bundle, parameters);
            if (bundle.file().isPresent()) {
                found.put(bundle.name(), reader.ofPath(bundle.file().get()));
            }
        }
        if (found.size() == parameters.bundles().size()) {
            return Optional.of(Bundle.join(found));
        }
        Bundle.requireApart(found);
        return Optional.empty();
    }

    /** The files of keys and authorities are part of what the configuration says. */
    private static BundleReader reviewed(BundleParameters bundle, OpaParameters parameters)
            throws InvalidPolicyException {
        try {
            var _ = trust(bundle);
            return reader(bundle, parameters);
        } catch (IOException e) {
            throw new InvalidPolicyException("bundle " + bundle.name() + ": "
                    + (e instanceof NoSuchFileException ? "there is no " + e.getMessage() : e.getMessage()));
        }
    }

    @Override
    public Object version() throws IOException {
        var versions = new ArrayList<Object>();
        for (var part : parts) {
            versions.add(part.version());
        }
        return versions;
    }

    @Override
    public Optional<PolicyFiles> read() throws InvalidPolicyException, IOException {
        var found = new LinkedHashMap<String, Bundle>();
        for (var part : parts) {
            part.read().ifPresent(bundle -> found.put(part.name(), bundle));
        }
        return found.size() == parts.size() ? Optional.of(Bundle.join(found)) : Optional.empty();
    }

    @Override
    public String trouble() {
        return parts.stream()
                .filter(part -> !part.trouble().isEmpty())
                .map(part -> "bundle " + part.name() + " " + part.trouble())
                .collect(Collectors.joining("; "));
    }

    @Override
    public void start(Runnable changed) {
        parts.forEach(part -> part.start(changed));
    }

    @Override
    public void activated() {
        parts.forEach(Part::activated);
    }

    @Override
    public void close() {
        parts.forEach(Part::close);
    }
}
