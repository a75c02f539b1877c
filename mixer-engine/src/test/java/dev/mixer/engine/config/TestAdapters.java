package dev.mixer.engine.config;

import dev.mixer.spi.Alias;
import dev.mixer.spi.DataSize;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.Problem;
import dev.mixer.spi.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Parameters as a few adapters have them, which together use every type that the binder knows. */
public final class TestAdapters {
    static final KnownKinds KINDS = new KnownKinds(
            Set.of("denier", "list", "listchecker", "memquota", "prometheus", "apikey", "vault"),
            Set.of("checknothing", "listentry", "quota", "metric", "apikey"));

    static final Map<String, Class<? extends Record>> PARAMETERS = Map.of(
            "denier", Denier.class,
            "list", ListParameters.class,
            "listchecker", ListParameters.class,
            "memquota", MemQuota.class,
            "prometheus", Prometheus.class,
            "vault", Vault.class);

    private TestAdapters() {}

    public record Denier(
            @DefaultValue("{}") StatusText status,
            @DefaultValue("5s") Duration validDuration,
            @DefaultValue("1000") int validUseCount) {
        public Denier {
            if (validUseCount < 0) {
                throw new IllegalArgumentException("validUseCount must not be negative");
            }
        }
    }

    public record StatusText(
            @DefaultValue("7") int code, @DefaultValue("") String message) {}

    public record ListParameters(
            Optional<URI> providerUrl,
            @DefaultValue("60s") Duration refreshInterval,
            List<String> overrides,
            @DefaultValue("STRINGS") EntryType entryType,
            @Alias("denyList") @DefaultValue("false") boolean blacklist) {}

    public enum EntryType {
        STRINGS,
        CASE_INSENSITIVE_STRINGS,
        IP_ADDRESSES,
        REGEX
    }

    public record MemQuota(
            List<Limit> quotas, @DefaultValue("1s") Duration minDeduplicationDuration) {
        List<Problem> validate() {
            List<Problem> problems = new ArrayList<>();
            for (int i = 0; i < quotas.size(); i++) {
                if (quotas.get(i).maxAmount() < 1) {
                    problems.add(Problem.error("quotas[" + i + "].maxAmount", "must be at least 1"));
                }
                for (int k = 0; k < quotas.get(i).overrides().size(); k++) {
                    if (quotas.get(i).overrides().get(k).dimensions().isEmpty()) {
                        problems.add(Problem.warning(
                                "quotas[" + i + "].overrides[" + k + "]", "has no dimensions: it always wins"));
                    }
                }
            }
            return problems;
        }
    }

    public record Limit(
            String name, long maxAmount, @DefaultValue("0s") Duration validDuration, List<Special> overrides) {}

    public record Special(Map<String, String> dimensions, long maxAmount) {}

    public record Prometheus(List<MetricFamily> metrics) {}

    public record MetricFamily(
            @Description("The instance that feeds it.") String instanceName,
            Kind kind,
            Set<String> labelNames,
            Optional<Buckets> buckets) {}

    public enum Kind {
        COUNTER,
        GAUGE,
        DISTRIBUTION
    }

    /** How a distribution is divided. */
    public sealed interface Buckets {}

    public record LinearBuckets(int numFiniteBuckets, double width, double offset) implements Buckets {}

    public record ExplicitBuckets(List<Double> bounds) implements Buckets {}

    public record NoBuckets() implements Buckets {}

    public record Vault(
            Secret token,
            Optional<InetAddress> address,
            @DefaultValue("1MiB") DataSize size,
            Optional<Path> folder) {}
}
