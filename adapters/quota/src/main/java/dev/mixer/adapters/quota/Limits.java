package dev.mixer.adapters.quota;

import dev.mixer.spi.AttributeValue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the limit that counts for an instance. Immutable. */
public final class Limits {
    private final Map<String, Entry> byFullName = new HashMap<>();
    private final Map<String, Entry> byShortName = new HashMap<>();

    private record Special(QuotaOverride override, Limit limit) {}

    private record Entry(Limit usual, List<Special> specials) {
        Limit limit(Map<String, AttributeValue> dimensions) {
            for (var special : specials) {
                if (special.override().matches(dimensions)) {
                    return special.limit();
                }
            }
            return usual;
        }
    }

    /**
     * Compiles quotas without problems.
     *
     * @param usual the algorithm where a quota names none
     */
    public Limits(List<QuotaDefinition> quotas, Algorithm usual) {
        for (var quota : quotas) {
            var algorithm = quota.rateLimitAlgorithm().orElse(usual);
            var specials = quota.overrides().stream()
                    .map(override -> new Special(
                            override,
                            limit(
                                    algorithm,
                                    override.maxAmount(),
                                    override.validDuration().orElse(quota.validDuration()),
                                    quota)))
                    .toList();
            var name = InstanceName.of(quota.name());
            (name.namespace().isEmpty() ? byShortName : byFullName)
                    .put(
                            name.toString(),
                            new Entry(limit(algorithm, quota.maxAmount(), quota.validDuration(), quota), specials));
        }
    }

    private static Limit limit(Algorithm algorithm, long amount, Duration valid, QuotaDefinition quota) {
        return new Limit(amount, Window.of(algorithm, valid, quota.bucketDuration()));
    }

    /**
     * The limit for an instance; null where the configuration has none. A quota that names a namespace goes before one
     * that does not.
     *
     * @param name {@code name.namespace}
     */
    public @Nullable Limit find(String name, Map<String, AttributeValue> dimensions) {
        var exact = byFullName.get(name);
        if (exact != null) {
            return exact.limit(dimensions);
        }
        int dot = name.lastIndexOf('.');
        var anywhere = byShortName.get(dot < 0 ? name : name.substring(0, dot));
        return anywhere == null ? null : anywhere.limit(dimensions);
    }
}
