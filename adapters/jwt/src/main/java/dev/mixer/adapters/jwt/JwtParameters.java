package dev.mixer.adapters.jwt;

import dev.mixer.spi.DataSize;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/**
 * Whose tokens count and how they are verified.
 *
 * @param issuers those whose tokens count, at least one
 * @param leeway how far clocks may differ, for {@code exp}, {@code nbf} and {@code iat}
 * @param requireExpiry whether a token without {@code exp} is refused
 * @param refreshInterval how often published keys are asked for
 * @param minRefreshInterval how often tokens with unknown keys may make the handler ask once more
 * @param keysTtl how long keys count after their source last confirmed them
 * @param fetchTimeout how long a whole fetch may take
 * @param maxTokenSize the longest token that is looked at
 * @param cachedTokens how many verified tokens are remembered
 * @param cachingInterval how long callers may reuse an answer
 * @param cachingUseCount how many requests may reuse an answer
 */
public record JwtParameters(
        @Description("Those whose tokens count, at least one.")
        List<Issuer> issuers,

        @Description("How far clocks may differ, for exp, nbf and iat; at most 10m.") @DefaultValue("60s")
        Duration leeway,

        @Description("Whether a token without exp is refused.") @DefaultValue("true")
        boolean requireExpiry,

        @Description("How often published keys are asked for, at least 1s.") @DefaultValue("300s")
        Duration refreshInterval,

        @Description("How often tokens with unknown keys may make the handler ask once more, at least 1s.")
        @DefaultValue("30s")
        Duration minRefreshInterval,

        @Description("How long keys count after their source last confirmed them, at least refresh_interval.")
        @DefaultValue("24h")
        Duration keysTtl,

        @Description("How long a whole fetch of keys may take, 100ms to 60s.") @DefaultValue("10s")
        Duration fetchTimeout,

        @Description("The longest token that is looked at, at most 1MiB.") @DefaultValue("16KiB")
        DataSize maxTokenSize,

        @Description("How many verified tokens are remembered, 0 to 1000000.") @DefaultValue("10000")
        long cachedTokens,

        @Description("How long callers may reuse an answer, never longer than what is left of the token or its keys.")
        @DefaultValue("60s")
        Duration cachingInterval,

        @Description("How many requests may reuse an answer, 0 to 2147483647.") @DefaultValue("10000")
        long cachingUseCount) {
    private static final Duration SECOND = Duration.ofSeconds(1);

    public JwtParameters {
        issuers = List.copyOf(issuers);
        if (issuers.isEmpty()) {
            throw new IllegalArgumentException("issuers must name at least one issuer");
        }
        var names = new HashSet<String>();
        for (var issuer : issuers) {
            if (!names.add(issuer.issuer())) {
                throw new IllegalArgumentException("issuer " + issuer.issuer() + " is named twice");
            }
        }
        requireIn("leeway", leeway, Duration.ZERO, Duration.ofMinutes(10));
        requireIn("refresh_interval", refreshInterval, SECOND, Duration.ofDays(1));
        requireIn("min_refresh_interval", minRefreshInterval, SECOND, Duration.ofDays(1));
        requireIn("keys_ttl", keysTtl, refreshInterval, Duration.ofDays(365));
        requireFetchTimeout(fetchTimeout);
        requireIn("caching_interval", cachingInterval, Duration.ZERO, Duration.ofDays(1));
        requireIn("max_token_size", maxTokenSize.bytes(), 64, 1024 * 1024);
        requireIn("cached_tokens", cachedTokens, 0, 1_000_000);
        requireIn("caching_use_count", cachingUseCount, 0, Integer.MAX_VALUE);
    }

    static void requireFetchTimeout(Duration limit) {
        requireIn("fetch_timeout", limit, Duration.ofMillis(100), Duration.ofSeconds(60));
    }

    private static void requireIn(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " " + value + " is not in " + least + " to " + most);
        }
    }

    private static void requireIn(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " " + value + " is not in " + least + " to " + most);
        }
    }
}
