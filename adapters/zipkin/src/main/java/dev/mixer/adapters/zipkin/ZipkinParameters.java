package dev.mixer.adapters.zipkin;

import dev.mixer.adapters.sending.HeaderRules;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where spans go, and which.
 *
 * @param url where Zipkin is; {@code /api/v2/spans} is added unless it ends so
 * @param sampleProbability the share of traces that are sent, 0 to 1
 * @param headers sent with every request
 * @param gzip whether requests are compressed
 * @param caCertificate who must have signed the server's certificate (PEM); absent: an authority that Java trusts
 * @param clientCertificate what the host proves itself with (PEM); absent: nothing
 * @param clientKey its key
 * @param timeout how long a request may take
 */
public record ZipkinParameters(
        @Description("Where Zipkin is, such as http://zipkin:9411; /api/v2/spans is added unless the URL ends so.")
        URI url,

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
    private static final String PATH = "/api/v2/spans";
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

    public ZipkinParameters {
        headers = Map.copyOf(headers);
        HeaderRules.check(headers);
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException(
                    "url '" + url + "' is not of the form http://HOST:PORT or https://HOST:PORT");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null || url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("url has a query, a fragment or a user; put a user into headers");
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

    URI endpoint() {
        var text = url.toString().replaceAll("/+$", "");
        return URI.create(text.endsWith(PATH) ? text : text + PATH);
    }
}
