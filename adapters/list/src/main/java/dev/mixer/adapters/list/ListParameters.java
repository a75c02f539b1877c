package dev.mixer.adapters.list;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which list, and what its members may do.
 *
 * @param providerUrl where the list lies: an http(s) URL, a file URL or a path; empty: only the overrides count
 * @param caFile authorities of the web server's certificate, PEM; absent: those that the JDK knows
 * @param refreshInterval how often a list on a web server is asked for, at least 1 s; files are looked at every second
 * @param ttl how long a list counts after its provider last confirmed it, at least the refresh interval
 * @param cachingInterval how long callers may reuse an answer, never longer than what is left of the ttl
 * @param cachingUseCount how many requests may reuse an answer, 0 to 2147483647
 * @param overrides entries in addition to the provider's
 * @param entryType what the entries are
 * @param blacklist whether members are refused; otherwise all others are
 */
public record ListParameters(
        @Description("Where the list lies: an http(s) URL, a file URL or a path; empty: only the overrides count.")
        @DefaultValue("")
        String providerUrl,

        @Description(
                "The authorities that the certificate of an https server may be of, PEM; absent: those of the JDK.")
        Optional<Path> caFile,

        @Description("How often a list on a web server is asked for, at least 1s; files are looked at every second.")
        @DefaultValue("60s")
        Duration refreshInterval,

        @Description("How long a list counts after its provider last confirmed it, at least refresh_interval.")
        @DefaultValue("300s")
        Duration ttl,

        @Description("How long callers may reuse an answer, never longer than what is left of the ttl.")
        @DefaultValue("300s")
        Duration cachingInterval,

        @Description("How many requests may reuse an answer, 0 to 2147483647.") @DefaultValue("10000")
        long cachingUseCount,

        @Description("Entries in addition to the provider's.")
        List<String> overrides,

        @Description("What the entries are.") @DefaultValue("STRINGS")
        EntryType entryType,

        @Description("Whether members are refused; otherwise all others are.") @DefaultValue("false")
        boolean blacklist) {
    private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(1);

    public ListParameters {
        requireNonNull(entryType, "entryType");
        overrides = List.copyOf(overrides);
        var location = Location.of(providerUrl);
        if (caFile.isPresent() && !(location instanceof Location.Web web && web.isSecure())) {
            throw new IllegalArgumentException("ca_file is for a provider_url that begins with https://");
        }
        if (refreshInterval.compareTo(SHORTEST_REFRESH) < 0) {
            throw new IllegalArgumentException("refresh_interval " + refreshInterval + " is shorter than 1s");
        }
        if (ttl.compareTo(refreshInterval) < 0) {
            throw new IllegalArgumentException("ttl " + ttl + " is shorter than refresh_interval " + refreshInterval);
        }
        if (cachingInterval.isNegative()) {
            throw new IllegalArgumentException("caching_interval " + cachingInterval + " is negative");
        }
        if (cachingUseCount < 0 || cachingUseCount > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "caching_use_count " + cachingUseCount + " is not in 0 to " + Integer.MAX_VALUE);
        }
    }

    Location location() {
        return Location.of(providerUrl);
    }
}
