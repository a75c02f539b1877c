package dev.mixer.engine.config.ratelimit;

import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rate limit file.
 *
 * @param domain which requests of a sidecar it is for
 * @param descriptors what is limited
 */
@Description("A rate limit file.")
public record RateLimitSpec(SourceText domain, List<Descriptor> descriptors) {
    public RateLimitSpec {
        descriptors = List.copyOf(descriptors);
        if (domain.text().isEmpty()) {
            throw new IllegalArgumentException("domain must not be empty");
        }
    }

    /**
     * One entry of a descriptor, and what may follow it.
     *
     * @param key of the entry
     * @param value null or empty: any value, each with a counter of its own; with {@code *}: a pattern
     * @param rateLimit the limit of descriptors that end here; null: none
     * @param descriptors entries that may follow
     * @param shadowMode whether the limit only counts
     * @param quotaMode whether the request ends only when all such limits that it meets are reached
     * @param shareThreshold whether all values that match the pattern share a counter
     * @param detailedMetric whether the limit is counted, for people, under all values of the client
     * @param valueToMetric whether the value of this entry stands in the name of what is counted here and below
     * @param metadata what answers say of a request that the limit lets pass, a mapping; null: nothing
     */
    public record Descriptor(
            SourceText key,
            @Nullable SourceText value,
            @Nullable RateLimit rateLimit,
            List<Descriptor> descriptors,
            @DefaultValue("false") boolean shadowMode,
            @DefaultValue("false") boolean quotaMode,
            @DefaultValue("false") boolean shareThreshold,
            @DefaultValue("false") boolean detailedMetric,
            @DefaultValue("false") boolean valueToMetric,
            @Nullable YamlNode metadata) {
        public Descriptor {
            descriptors = List.copyOf(descriptors);
            if (key.text().isEmpty()) {
                throw new IllegalArgumentException("key must not be empty");
            }
        }

        /** The value; empty: any. */
        public String valueText() {
            return value == null ? "" : value.text();
        }

        /** Whether the value is a pattern. */
        public boolean isWildcard() {
            return valueText().contains("*");
        }
    }

    /**
     * A limit.
     *
     * @param unit how long a window is; null: {@code unlimited}
     * @param requestsPerUnit how much each window lets pass; null: {@code unlimited}
     * @param unlimited whether there is no limit, for exceptions from a broader one
     * @param name for {@code replaces} of others; empty: none
     * @param replaces the limits that do not count where this one does
     */
    public record RateLimit(
            @Nullable RateUnit unit,
            @Nullable RequestCount requestsPerUnit,
            @DefaultValue("false") boolean unlimited,
            @DefaultValue("") String name,
            List<Replaced> replaces) {
        public RateLimit {
            replaces = List.copyOf(replaces);
            if (unlimited && unit != null) {
                throw new IllegalArgumentException("unlimited takes no unit");
            }
            if (!unlimited && (unit == null || requestsPerUnit == null)) {
                throw new IllegalArgumentException("needs unit and requests_per_unit, or unlimited: true");
            }
        }
    }

    /** The name of a limit that does not count. */
    public record Replaced(SourceText name) {}
}
