package dev.mixer.adapters.apikey;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Which keys count.
 *
 * @param file the file of keys, looked at every second
 * @param pepper a secret without which the digests in the file are of no use; absent: plain SHA-256
 * @param ttl how long the keys count after their file was last readable
 * @param cachingInterval how long callers may reuse an answer; by default no longer than the file is not looked at
 * @param cachingUseCount how many requests may reuse an answer
 */
public record ApiKeyParameters(
        @Description("The file of keys, looked at every second.")
        Path file,

        @Description("A secret without which the digests in the file are of no use: HMAC-SHA-256 instead of SHA-256.")
        Optional<Secret> pepper,

        @Description("How long the keys count after their file was last readable, at least 1s.") @DefaultValue("300s")
        Duration ttl,

        @Description("How long callers may reuse an answer, never longer than what is left of the key.")
        @DefaultValue("1s")
        Duration cachingInterval,

        @Description("How many requests may reuse an answer, 0 to 2147483647.") @DefaultValue("10000")
        long cachingUseCount) {
    public ApiKeyParameters {
        requireNonNull(file, "file");
        if (pepper.map(secret -> secret.reveal().isEmpty()).orElse(false)) {
            throw new IllegalArgumentException("the pepper is empty");
        }
        if (ttl.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("ttl " + ttl + " is shorter than 1s");
        }
        if (cachingInterval.isNegative() || cachingInterval.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("caching_interval " + cachingInterval + " is not in 0s to 24h");
        }
        if (cachingUseCount < 0 || cachingUseCount > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "caching_use_count " + cachingUseCount + " is not in 0 to " + Integer.MAX_VALUE);
        }
    }
}
