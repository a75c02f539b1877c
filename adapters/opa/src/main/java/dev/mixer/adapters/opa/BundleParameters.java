package dev.mixer.adapters.opa;

import dev.mixer.spi.DataSize;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A bundle as OPA makes it. Exactly one of {@code file} and {@code url} says where it is.
 *
 * @param name what states, metrics and messages call it; letters, digits and {@code . _ -}
 * @param file an archive ({@code .tar.gz}) or a folder, looked at every second
 * @param url where a server has the archive
 * @param verify how it must be signed; absent: it must not be
 * @param token sent to the server as {@code Authorization: Bearer}
 * @param headers sent to the server; no redirect leads them elsewhere
 * @param caFile the authorities, as PEM, that vouch for the server; absent: those of the JDK
 * @param minDelay the shortest pause between requests
 * @param maxDelay the longest pause between requests, also while the server fails
 * @param longPolling how long the server may wait with its answer for something new, where it can; absent: it is not asked to
 * @param fetchTimeout how long a whole fetch may take, waiting not counted
 * @param maxSize how large the archive may be
 * @param persist whether the bundle that was last in force is kept for a start without the server
 */
public record BundleParameters(
        @Description("What states, metrics and messages call it.")
        String name,

        @Description("An archive (.tar.gz) or a folder, looked at every second.")
        Optional<Path> file,

        @Description("Where a server has the archive, an http or https URL.")
        Optional<URI> url,

        @Description("How it must be signed; left out: it must not be.")
        Optional<VerifyParameters> verify,

        @Description("Sent to the server as Authorization: Bearer.")
        Optional<Secret> token,

        @Description("Headers sent to the server; no redirect leads them elsewhere.")
        Map<String, Secret> headers,

        @Description("The authorities, as PEM, that vouch for the server; left out: those of the JDK.")
        Optional<Path> caFile,

        @Description("The shortest pause between requests, at least 1s.") @DefaultValue("60s")
        Duration minDelay,

        @Description("The longest pause between requests, also while the server fails.") @DefaultValue("120s")
        Duration maxDelay,

        @Description(
                "How long the server may wait with its answer for something new, where it can, 1s to 10m; left out: it is"
                        + " not asked to.")
        Optional<Duration> longPolling,

        @Description("How long a whole fetch may take, 100ms to 10m, waiting not counted.") @DefaultValue("30s")
        Duration fetchTimeout,

        @Description("How large the archive may be.") @DefaultValue("64MiB")
        DataSize maxSize,

        @Description("Whether the bundle that was last in force is kept for a start without the server.")
        @DefaultValue("true")
        boolean persist) {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    public BundleParameters {
        headers = Map.copyOf(headers);
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw new IllegalArgumentException(
                    "name '" + name + "' of a bundle is not of letters, digits and . _ - (at most 100)");
        }
        if (file.isPresent() == url.isPresent()) {
            throw new IllegalArgumentException("bundle " + name + " needs exactly one of file and url");
        }
        url.ifPresent(BundleParameters::requireWeb);
        if (url.isEmpty()
                && (token.isPresent() || !headers.isEmpty() || caFile.isPresent() || longPolling.isPresent())) {
            throw new IllegalArgumentException(
                    "bundle " + name + " has a file; token, headers, ca_file and long_polling are for a url");
        }
        if (caFile.isPresent() && !isEncrypted(url)) {
            throw new IllegalArgumentException("ca_file of bundle " + name + " is for an https url");
        }
        headers.forEach(BundleParameters::requireHeader);
        OpaParameters.requireIn("min_delay", minDelay, SECOND, DAY);
        OpaParameters.requireIn("max_delay", maxDelay, minDelay, DAY);
        OpaParameters.requireIn("fetch_timeout", fetchTimeout, Duration.ofMillis(100), Duration.ofMinutes(10));
        if (longPolling.isPresent()) {
            OpaParameters.requireIn("long_polling", longPolling.get(), SECOND, Duration.ofMinutes(10));
        }
        OpaParameters.requireIn("max_size", maxSize.bytes(), 1, 1L << 30);
    }

    /** Whether whoever is between host and server may change the policy. */
    boolean isExposed() {
        return url.isPresent()
                && verify.isEmpty()
                && !isEncrypted(url)
                && !Set.of("127.0.0.1", "localhost", "[::1]").contains(url.get().getHost());
    }

    private static boolean isEncrypted(Optional<URI> url) {
        return url.filter(uri -> "https".equalsIgnoreCase(uri.getScheme())).isPresent();
    }

    private static void requireWeb(URI url) {
        var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("url must be an http or https URL");
        }
        if (url.getHost() == null) {
            throw new IllegalArgumentException("url names no host");
        }
        if (url.getRawUserInfo() != null) {
            // URLs are shown in states and logs, so a password must not be part of one.
            throw new IllegalArgumentException("url must not hold a user or a password; use token or headers");
        }
    }

    private static void requireHeader(String header, Secret value) {
        if (!header.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")
                || Set.of("connection", "content-length", "expect", "host", "upgrade", "if-none-match", "prefer")
                        .contains(header.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("headers: " + header + " cannot be set");
        }
        if (value.reveal().chars().anyMatch(c -> c < ' ' && c != '\t')) {
            throw new IllegalArgumentException("headers: the value of " + header + " has control characters");
        }
    }
}
