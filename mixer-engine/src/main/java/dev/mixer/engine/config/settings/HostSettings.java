package dev.mixer.engine.config.settings;

import dev.mixer.engine.config.Namespaces;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the operator of a host decides. Listeners need a restart to change, certificates do not.
 *
 * @param grpc the port that sidecars call
 * @param http the port of the API, the console, health and metrics
 * @param authz the port of proxies that ask over HTTP
 * @param plugins folders that hold adapters
 * @param configRootNamespace the namespace whose rules apply to every call
 * @param defaultNamespace the namespace of a resource that names none
 * @param path how paths are made canonical
 * @param limits how much the host takes on
 * @param timeLimit how long an adapter may take for a call, more than 0
 * @param startLimit how long an adapter may take to open, more than 0
 * @param shutdownLimit how long calls in flight may take when the host stops, more than 0
 * @param contextExtensions what sidecars may say of themselves
 * @param trustedHops which entry of x-forwarded-for, from the right, is the origin; 0: none
 * @param trustDomainAliases further names of the mesh's trust domain
 * @param jwt where verified tokens are found
 * @param rateLimit how rate limits are counted
 * @param tracing spans about the host's own work
 * @param tls what the gRPC listener proves itself with; null: plain text
 * @param decisionIdHeader whether answers carry x-mixer-decision-id
 */
public record HostSettings(
        @DefaultValue("{}") Grpc grpc,
        @DefaultValue("{}") Http http,
        @DefaultValue("{}") Authz authz,

        @Description("Folders that hold adapters, one folder each.") @DefaultValue("[plugins]")
        List<Path> plugins,

        @Description("The namespace whose rules apply to every call.") @DefaultValue("istio-system")
        String configRootNamespace,

        @Description("The namespace of a resource that names none, and of a call whose own is not known.")
        @DefaultValue("default")
        String defaultNamespace,

        @DefaultValue("{}") Paths path,
        @DefaultValue("{}") Limits limits,

        @Description("How long an adapter may take for a call.") @DefaultValue("200ms")
        Duration timeLimit,

        @Description("How long an adapter may take to open.") @DefaultValue("10s")
        Duration startLimit,

        @Description("How long calls in flight may take when the host stops.") @DefaultValue("20s")
        Duration shutdownLimit,

        @DefaultValue("{}") ContextExtensions contextExtensions,

        @Description("Which entry of x-forwarded-for, from the right, is the origin; 0: none is believed.")
        @DefaultValue("0")
        int trustedHops,

        @Description("Trust domains that mean the same mesh as cluster.local in the principals of policies.")
        List<String> trustDomainAliases,

        @DefaultValue("{}") Jwt jwt,
        @DefaultValue("{}") RateLimits rateLimit,
        @DefaultValue("{}") Tracing tracing,

        @Description("What the gRPC listener proves itself with; without it, plain text.") @Nullable
        TlsFiles tls,

        @Description("Whether answers carry the header x-mixer-decision-id.") @DefaultValue("false")
        boolean decisionIdHeader) {
    public HostSettings {
        plugins = List.copyOf(plugins);
        trustDomainAliases = List.copyOf(trustDomainAliases);
        requirePositive("timeLimit", timeLimit);
        requirePositive("startLimit", startLimit);
        requirePositive("shutdownLimit", shutdownLimit);
        if (trustedHops < 0) {
            throw new IllegalArgumentException("trustedHops must not be negative");
        }
        Namespaces.requireName("configRootNamespace", configRootNamespace);
        Namespaces.requireName("defaultNamespace", defaultNamespace);
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be more than 0");
        }
    }

    /** The namespaces with a meaning of their own. */
    public Namespaces namespaces() {
        return new Namespaces(configRootNamespace, defaultNamespace);
    }

    /**
     * The port that sidecars call.
     *
     * @param address where
     */
    public record Grpc(
            @Description("Where sidecars call: HOST:PORT or unix:/PATH.") @DefaultValue("127.0.0.1:9091")
            ListenAddress address) {}

    /**
     * The port of the API, the console, health and metrics.
     *
     * @param address where
     * @param token what callers must show; null: nothing, and only this machine is let in
     */
    public record Http(
            @Description("Where the API, the console, health and metrics are: HOST:PORT.")
            @DefaultValue("127.0.0.1:8080")
            ListenAddress address,

            @Description("What callers of the HTTP interface must show.") @Nullable
            TokenSource token) {}

    /**
     * The port of proxies that ask over HTTP.
     *
     * @param address where
     */
    public record Authz(
            @Description("Where proxies ask over HTTP, at /authz/SCOPE: HOST:PORT or off.")
            @DefaultValue("127.0.0.1:9095")
            OptionalAddress address) {}

    /**
     * How paths are made canonical.
     *
     * @param mode what becomes of encoded slashes
     * @param namespaces the same for calls of single namespaces, by their names
     */
    public record Paths(
            @Description("What becomes of an encoded slash in a path.") @DefaultValue("REFUSE_ENCODED_SLASH")
            PathMode mode,

            @Description("The same for calls of single namespaces, by their names.")
            Map<String, PathMode> namespaces) {
        public Paths {
            namespaces = Map.copyOf(namespaces);
            namespaces.keySet().forEach(name -> Namespaces.requireName("namespaces", name));
        }
    }

    /**
     * What sidecars may say of themselves.
     *
     * @param allow names, or beginnings that end in {@code .*}
     */
    public record ContextExtensions(
            @Description(
                    "Attributes beyond destination, context and api that a sidecar may state, as source.workload.*.")
            List<String> allow) {
        public ContextExtensions {
            allow = List.copyOf(allow);
            for (String name : allow) {
                if (!name.matches("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*(\\.\\*)?")) {
                    throw new IllegalArgumentException(
                            "allow: '" + name + "' is not an attribute name such as source.name or source.workload.*");
                }
            }
        }
    }

    /**
     * Where verified tokens are found.
     *
     * @param metadataKey the filter whose metadata holds their claims
     */
    public record Jwt(
            @Description("The Envoy filter whose metadata holds the claims of verified tokens.")
            @DefaultValue("envoy.filters.http.jwt_authn")
            String metadataKey) {}
}
