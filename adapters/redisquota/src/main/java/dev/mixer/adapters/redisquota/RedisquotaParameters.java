package dev.mixer.adapters.redisquota;

import static java.util.Objects.requireNonNull;

import dev.mixer.adapters.quota.QuotaDefinition;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The limits of a handler, and the Redis that counts.
 *
 * @param quotas the limits
 * @param redisServerUrl where Redis is; see {@link Endpoint}
 * @param connectionPoolSize accepted because Mixer had it; one connection carries all calls
 * @param cluster whether a single address is that of a Cluster; several always are
 * @param username who this host is to Redis; empty: as the URL says, or the default user
 * @param password the proof; absent: as the URL says, or none
 * @param sentinelPassword the proof for the Sentinels; absent: none
 * @param caCertificate who must have signed the server's certificate (PEM); absent: an authority that Java trusts
 * @param timeout how long a decision may take before {@code whenUnavailable} decides
 * @param whenUnavailable who decides then
 * @param lease what a host may take beforehand; absent: nothing, each decision asks Redis
 * @param minDeduplicationDuration how long the id of a request is known
 * @param keyPrefix what the keys in Redis begin with
 */
public record RedisquotaParameters(
        @Description("The limits.") List<QuotaDefinition> quotas,

        @Description(
                "Where Redis is: HOST:PORT, redis://, rediss:// (TLS), redis-sentinel://; several by commas: a Cluster.")
        String redisServerUrl,

        @Description("Accepted as Mixer had it, without effect: one connection carries all calls.") @DefaultValue("10")
        long connectionPoolSize,

        @Description("Whether a single address is that of a Cluster; several always are.") @DefaultValue("false")
        boolean cluster,

        @Description("Who this host is to Redis; empty: as the URL says.") @DefaultValue("")
        String username,

        @Description("The proof; left out: as the URL says.")
        Optional<Secret> password,

        @Description("The proof for the Sentinels, where they want one.")
        Optional<Secret> sentinelPassword,

        @Description("Who must have signed the server's certificate (PEM); left out: an authority that Java trusts.")
        Optional<Path> caCertificate,

        @Description(
                "How long a decision may take before whenUnavailable decides, 1ms to 10s; below the handler's timeLimit.")
        @DefaultValue("100ms")
        Duration timeout,

        @Description("Who decides while Redis does not: ALLOW, DENY, or LOCAL (each host keeps the limits by itself).")
        @DefaultValue("DENY")
        WhenUnavailable whenUnavailable,

        @Description("What a host may take beforehand; left out: nothing.")
        Optional<LeaseParameters> lease,

        @Description("How long the id of a request is known, 0s to 1h.") @DefaultValue("1s")
        Duration minDeduplicationDuration,

        @Description("What the keys in Redis begin with.") @DefaultValue("mixer")
        String keyPrefix) {
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_DEDUPLICATION = Duration.ofHours(1);

    public RedisquotaParameters {
        quotas = List.copyOf(quotas);
        requireNonNull(whenUnavailable, "whenUnavailable");
        if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout " + timeout + " is not in 1ms to 10s");
        }
        if (minDeduplicationDuration.isNegative() || minDeduplicationDuration.compareTo(LONGEST_DEDUPLICATION) > 0) {
            throw new IllegalArgumentException(
                    "minDeduplicationDuration " + minDeduplicationDuration + " is not in 0s to 1h");
        }
        if (keyPrefix.contains("{") || keyPrefix.contains("}")) {
            throw new IllegalArgumentException(
                    "keyPrefix '" + keyPrefix + "' has a brace, which Clusters give a meaning");
        }
        var _ = Endpoint.of(redisServerUrl, cluster);
    }
}
