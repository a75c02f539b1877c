package dev.mixer.engine.ratelimit;

import org.jspecify.annotations.Nullable;

/**
 * The name under which a descriptor is counted for people. Usually that is the path of its limit; where the file asks for
 * it, values of the client stand in it. Written only when needed, as most files never ask.
 */
final class StatisticName {
    /** A longer name is not worth a series; the limit's own counts instead. */
    private static final int LONGEST = 256;

    private final String domain;
    private @Nullable StringBuilder detailed;
    private @Nullable StringBuilder withValues;
    private boolean valued;

    StatisticName(String domain) {
        this.domain = domain;
    }

    void add(RateDescriptor.Entry entry, RateLimitNode node) {
        if (!node.asksForValues()) {
            return;
        }
        if (detailed == null || withValues == null) {
            detailed = new StringBuilder(domain);
            withValues = new StringBuilder(domain);
        }
        var shared = node.sharedValue();
        append(detailed, entry.key(), shared == null ? entry.value() : shared);
        boolean open = node.writtenValue().isEmpty() || node.writtenValue().indexOf('*') >= 0;
        boolean usesValue = shared == null && open && node.valueToMetric();
        valued |= usesValue;
        append(withValues, entry.key(), usesValue ? entry.value() : node.writtenValue());
    }

    private static void append(StringBuilder name, String key, String value) {
        name.append('.').append(key);
        if (!value.isEmpty()) {
            name.append('_').append(value);
        }
    }

    /**
     * The name.
     *
     * @param path of the limit
     * @param detailedMetric whether the limit asks for all values
     */
    String of(String path, boolean detailedMetric) {
        if (detailed == null || withValues == null || (!detailedMetric && !valued)) {
            return path;
        }
        var name = detailedMetric ? detailed : withValues;
        return name.length() > LONGEST ? path : name.toString();
    }
}
