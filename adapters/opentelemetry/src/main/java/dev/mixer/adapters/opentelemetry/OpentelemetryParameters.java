package dev.mixer.adapters.opentelemetry;

import static java.util.Objects.requireNonNull;

import dev.mixer.adapters.sending.HeaderRules;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where records go, and as what.
 *
 * @param endpoint the collector; over HTTP the paths of the signals are added
 * @param protocol how it is spoken to
 * @param serviceName the resource's {@code service.name}; spans have the name of their own service instead
 * @param resourceAttributes further attributes of the resource
 * @param metrics the metrics
 * @param temporality whether sums and histograms go on from batch to batch
 * @param seriesLimit how many series are kept, 1 to 1000000; further ones share one overflow series of each metric
 * @param bodyVariable the variable of log entries that becomes the body
 * @param sampleProbability the share of traces that are sent, 0 to 1
 * @param headers sent with every request
 * @param gzip whether requests are compressed
 * @param caCertificate who must have signed the server's certificate (PEM); absent: an authority that Java trusts
 * @param clientCertificate what the host proves itself with (PEM); absent: nothing
 * @param clientKey its key
 * @param timeout how long a request may take
 */
public record OpentelemetryParameters(
        @Description("The collector: http://HOST:4317 for GRPC, http://HOST:4318 for HTTP; https for TLS.")
        URI endpoint,

        @Description("How it is spoken to: GRPC or HTTP, both with protobuf.") @DefaultValue("GRPC")
        Protocol protocol,

        @Description("The resource's service.name; spans have that of their own service instead.")
        @DefaultValue("mixer")
        String serviceName,

        @Description("Further attributes of the resource.") Map<String, String> resourceAttributes,

        @Description("The metrics.") List<MetricDefinition> metrics,

        @Description("Whether sums and histograms go on from batch to batch (CUMULATIVE) or tell each batch (DELTA).")
        @DefaultValue("CUMULATIVE")
        Temporality temporality,

        @Description("How many series are kept, 1 to 1000000; further ones share one overflow series of each metric.")
        @DefaultValue("10000")
        long seriesLimit,

        @Description("The variable of log entries that becomes the body; all others are attributes.")
        @DefaultValue("message")
        String bodyVariable,

        @Description("The share of traces that are sent, 0 to 1; every host chooses the same.") @DefaultValue("1")
        double sampleProbability,

        @Description("Headers of every request.") Map<String, Secret> headers,

        @Description("Whether requests are compressed.") @DefaultValue("true")
        boolean gzip,

        @Description("Who must have signed the server's certificate (PEM); left out: an authority that Java trusts.")
        Optional<Path> caCertificate,

        @Description("What the host proves itself with (PEM); left out: nothing.")
        Optional<Path> clientCertificate,

        @Description("The key of client_certificate (PEM, PKCS #8).")
        Optional<Path> clientKey,

        @Description("How long a request may take, 1ms to 1m.") @DefaultValue("10s")
        Duration timeout) {
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
    private static final Pattern GRPC_HEADER = Pattern.compile("(?i)(?!grpc-)[a-z0-9_.-]+(?<!-bin)");
    private static final long MOST_SERIES = 1_000_000;

    /** How the collector is spoken to. */
    public enum Protocol {
        GRPC,
        HTTP
    }

    /** Since when a point counts. */
    public enum Temporality {
        /** Since the handler was opened. */
        CUMULATIVE,
        /** Since the last batch. */
        DELTA
    }

    public OpentelemetryParameters {
        requireNonNull(protocol, "protocol");
        requireNonNull(temporality, "temporality");
        requireNonNull(bodyVariable, "bodyVariable");
        resourceAttributes = Map.copyOf(resourceAttributes);
        metrics = List.copyOf(metrics);
        headers = Map.copyOf(headers);
        HeaderRules.check(headers);
        if (endpoint.getHost() == null
                || !("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))) {
            throw new IllegalArgumentException(
                    "endpoint '" + endpoint + "' is not of the form http://HOST:PORT or https://HOST:PORT");
        }
        if (endpoint.getRawQuery() != null || endpoint.getRawFragment() != null || endpoint.getRawUserInfo() != null) {
            throw new IllegalArgumentException("endpoint has a query, a fragment or a user; put a user into headers");
        }
        if (protocol == Protocol.GRPC && !endpoint.getPath().replace("/", "").isEmpty()) {
            throw new IllegalArgumentException("endpoint has a path, which is for the protocol HTTP");
        }
        if (protocol == Protocol.GRPC) {
            headers.keySet().forEach(OpentelemetryParameters::checkOfGrpc);
        }
        if (serviceName.isEmpty()) {
            throw new IllegalArgumentException("service_name is empty");
        }
        if (resourceAttributes.containsKey("service.name")) {
            throw new IllegalArgumentException("resource_attributes has service.name; that is service_name");
        }
        if (seriesLimit < 1 || seriesLimit > MOST_SERIES) {
            throw new IllegalArgumentException("series_limit " + seriesLimit + " is not in 1 to " + MOST_SERIES);
        }
        if (!(sampleProbability >= 0 && sampleProbability <= 1)) {
            throw new IllegalArgumentException("sample_probability " + sampleProbability + " is not in 0 to 1");
        }
        if (clientCertificate.isPresent() != clientKey.isPresent()) {
            throw new IllegalArgumentException("client_certificate and client_key go together");
        }
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout " + timeout + " is not in 1ms to 1m");
        }
    }

    /** gRPC allows fewer names (its protocol, Custom-Metadata). */
    private static void checkOfGrpc(String name) {
        if (!GRPC_HEADER.matcher(name).matches()) {
            throw new IllegalArgumentException("headers: '" + name + "' is no name of gRPC's metadata: letters, digits"
                    + " and _ . -, without grpc- at the beginning and -bin at the end");
        }
    }

    boolean secure() {
        return "https".equals(endpoint.getScheme());
    }
}
