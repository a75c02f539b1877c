package dev.mixer.engine.ratelimit;

import dev.mixer.engine.config.ratelimit.RateLimitSpec;
import dev.mixer.engine.config.ratelimit.RateLimitSpec.Descriptor;
import dev.mixer.engine.config.yaml.YamlNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One level of a rate limit file: the limit that stands here, and what may follow. */
final class RateLimitNode {
    private final @Nullable RateLimitRule rule;
    private final @Nullable String sharedValue;
    private final String writtenValue;
    private final boolean detailedMetric;
    private final boolean valueToMetric;
    private final boolean asksForValues;
    private final Map<String, Values> byKey = new HashMap<>();

    /** What follows under one key. */
    private static final class Values {
        private final Map<String, RateLimitNode> exact = new HashMap<>();
        private final Patterns patterns = new Patterns();
        private @Nullable RateLimitNode any;

        @Nullable
        RateLimitNode find(String value) {
            var found = exact.get(value);
            if (found == null) {
                found = patterns.find(value);
            }
            return found == null ? any : found;
        }
    }

    private RateLimitNode(
            String path, @Nullable Descriptor descriptor, List<Descriptor> children, boolean asksForValues) {
        this.asksForValues = asksForValues;
        this.writtenValue = descriptor == null ? "" : descriptor.valueText();
        this.detailedMetric = descriptor != null && descriptor.detailedMetric();
        this.valueToMetric = descriptor != null && descriptor.valueToMetric();
        this.rule = descriptor == null ? null : rule(path, descriptor);
        this.sharedValue = descriptor != null && descriptor.shareThreshold() && descriptor.isWildcard()
                ? descriptor.valueText()
                : null;
        for (var child : children) {
            var value = child.valueText();
            var key = child.key().text();
            var node = new RateLimitNode(
                    path + "." + (value.isEmpty() ? key : key + "_" + value),
                    child,
                    child.descriptors(),
                    asksForValues);
            var values = byKey.computeIfAbsent(key, _ -> new Values());
            if (value.isEmpty()) {
                values.any = node;
            } else if (child.isWildcard()) {
                values.patterns.add(value, node);
            } else {
                values.exact.put(value, node);
            }
        }
    }

    static RateLimitNode of(String domain, List<Descriptor> descriptors) {
        return new RateLimitNode(domain, null, descriptors, asksForValues(descriptors));
    }

    private static boolean asksForValues(List<Descriptor> descriptors) {
        return descriptors.stream()
                .anyMatch(descriptor -> descriptor.detailedMetric()
                        || descriptor.valueToMetric()
                        || asksForValues(descriptor.descriptors()));
    }

    private static @Nullable RateLimitRule rule(String path, Descriptor descriptor) {
        var limit = descriptor.rateLimit();
        if (limit == null) {
            return null;
        }
        var unit = limit.unit();
        var requests = limit.requestsPerUnit();
        return new RateLimitRule(
                path,
                unit == null || requests == null ? null : new RateLimit(requests.value(), unit),
                descriptor.shadowMode(),
                descriptor.quotaMode(),
                limit.name(),
                limit.replaces().stream()
                        .map(RateLimitSpec.Replaced::name)
                        .map(Object::toString)
                        .collect(Collectors.toSet()),
                PlainValues.of(descriptor.metadata() instanceof YamlNode.Mapping mapping ? mapping : null));
    }

    @Nullable
    RateLimitRule rule() {
        return rule;
    }

    /** What stands in the counter's name for every value that leads here; null: the value itself. */
    @Nullable
    String sharedValue() {
        return sharedValue;
    }

    /** The value in the file; empty: any. */
    String writtenValue() {
        return writtenValue;
    }

    /** Whether the limit here is counted under the values of the client. */
    boolean detailedMetric() {
        return detailedMetric;
    }

    /** Whether the value of the client stands in the name of what is counted here and below. */
    boolean valueToMetric() {
        return valueToMetric;
    }

    /** Whether anything in this domain asks for either. */
    boolean asksForValues() {
        return asksForValues;
    }

    @Nullable
    RateLimitNode next(RateDescriptor.Entry entry) {
        var values = byKey.get(entry.key());
        return values == null ? null : values.find(entry.value());
    }
}
