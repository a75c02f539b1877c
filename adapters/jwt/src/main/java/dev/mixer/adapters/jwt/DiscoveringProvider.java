package dev.mixer.adapters.jwt;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The key set of an issuer that says itself where it is, in {@code jwks_uri} of its configuration (OpenID Connect Discovery 1.0,
 * 4.2). The configuration is asked for with each fetch, so that keys may move; each of the two may take the whole limit.
 */
final class DiscoveringProvider implements Provider {
    private final String issuer;
    private final HttpClient client;
    private final Duration limit;
    private final HttpProvider configuration;

    // Of the one fetch that may be under way.
    private @Nullable Content described;
    private @Nullable HttpProvider keys;

    /** Which keys were seen: entity tags count only for the place that they are of. */
    private record Version(URI place, Object tag) {}

    /** As {@link HttpProvider}. */
    DiscoveringProvider(String issuer, URI place, Duration limit, @Nullable SSLContext trust) {
        this.issuer = issuer;
        this.limit = limit;
        this.client = HttpProvider.client(limit, trust);
        this.configuration = new HttpProvider(client, place, limit);
    }

    @Override
    public Fetched fetch(@Nullable Object seen) throws IOException, InterruptedException {
        var place = place();
        var provider = keys;
        if (provider == null || !provider.uri().equals(place)) {
            provider = new HttpProvider(client, place, limit);
            keys = provider;
        }
        var tag = seen instanceof Version version && version.place().equals(place) ? version.tag() : null;
        return provider.fetch(tag) instanceof Content(var text, var version)
                ? new Content(text, version == null ? null : new Version(place, version))
                : new Unchanged();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private URI place() throws IOException, InterruptedException {
        var known = described;
        var content = configuration.fetch(known == null ? null : known.version()) instanceof Content fresh
                ? fresh
                : Objects.requireNonNull(known, "only what was seen is unchanged");
        try {
            var members = JsonUtil.parseJson(content.text());
            // Whoever can have one issuer's configuration served at another's place must not become that issuer.
            if (!issuer.equals(members.get("issuer"))) {
                throw new IOException(configuration.uri() + " describes another issuer");
            }
            if (!(members.get("jwks_uri") instanceof String text)) {
                throw new IOException(configuration.uri() + " names no jwks_uri");
            }
            var place = Issuer.web("jwks_uri", URI.create(text));
            if (Issuer.isEncrypted(configuration.uri()) && !Issuer.isEncrypted(place)) {
                throw new IOException(configuration.uri() + " names a jwks_uri without https");
            }
            described = content;
            return place;
        } catch (JoseException | IllegalArgumentException e) {
            throw new IOException(configuration.uri() + " cannot be understood: " + e.getMessage(), e);
        }
    }
}
