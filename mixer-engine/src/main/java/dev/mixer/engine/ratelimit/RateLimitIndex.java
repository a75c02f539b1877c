package dev.mixer.engine.ratelimit;

import dev.mixer.engine.config.RateLimitFile;
import dev.mixer.engine.config.ratelimit.RateLimitSpec.Descriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All limits of a configuration by domain. Finding one costs a look-up or two for each entry, however many limits there are.
 * Immutable.
 */
public final class RateLimitIndex {
    private final Map<String, RateLimitNode> domains = new HashMap<>();

    /** Compiles files without errors; those of one domain are one. */
    public RateLimitIndex(List<RateLimitFile> files) {
        var descriptors = new LinkedHashMap<String, List<Descriptor>>();
        for (var file : files) {
            descriptors
                    .computeIfAbsent(file.spec().domain().text(), _ -> new ArrayList<>())
                    .addAll(file.spec().descriptors());
        }
        descriptors.forEach((domain, all) -> domains.put(domain, RateLimitNode.of(domain, all)));
    }

    /** Whether no file is there. */
    public boolean isEmpty() {
        return domains.isEmpty();
    }

    /**
     * The limit of a descriptor: the one that stands as deep in the file as the descriptor has entries. A value counts before
     * a pattern, and that before a key without a value; nothing is tried again one level further up.
     *
     * @return null: none
     */
    public @Nullable RateLimitMatch find(String domain, RateDescriptor descriptor) {
        var node = domains.get(domain);
        if (node == null) {
            return null;
        }
        var counter = new CounterKey(domain);
        if (descriptor.override() != null) {
            descriptor.entries().forEach(entry -> counter.add(entry.key(), entry.value()));
            return new RateLimitMatch(
                    RateLimitRule.override(domain, descriptor.override()), counter.toString(), domain + ".override");
        }
        var statistic = new StatisticName(domain);
        for (var entry : descriptor.entries()) {
            node = node.next(entry);
            if (node == null) {
                return null;
            }
            statistic.add(entry, node);
            var shared = node.sharedValue();
            counter.add(entry.key(), shared == null ? entry.value() : shared);
        }
        var rule = node.rule();
        return rule == null
                ? null
                : new RateLimitMatch(rule, counter.toString(), statistic.of(rule.path(), node.detailedMetric()));
    }
}
