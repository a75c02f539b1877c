package dev.mixer.adapters.dogstatsd;

import static java.util.Objects.requireNonNull;

import dev.mixer.adapters.sending.HostPort;
import dev.mixer.adapters.statsdline.Protocol;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.util.Map;

/**
 * Where metrics go, what they are called there and which tags they get.
 *
 * @param address where the agent listens
 * @param prefix what stands before each name; a dot is added where it does not end in one; empty: nothing
 * @param bufferLength how many lines a packet has at most, at least 0; 0: one
 * @param globalTags tags of every metric
 * @param sampleRate the share of values that are sent, 0 to 1; gauges always are
 * @param metrics by the instance that feeds them: {@code name}, {@code name.namespace} or {@code name.metric.namespace}
 * @param protocol how lines travel
 */
public record DogstatsdParameters(
        @Description("Where the agent listens, HOST:PORT.") @DefaultValue("localhost:8125")
        String address,

        @Description("What stands before each name; a dot is added where it does not end in one; empty: nothing.")
        @DefaultValue("istio.")
        String prefix,

        @Description("How many lines a packet has at most; 0: one.") @DefaultValue("0")
        long bufferLength,

        @Description("Tags of every metric.") Map<String, String> globalTags,

        @Description("The share of values that are sent, 0 to 1; the lines say so; gauges are always sent.")
        @DefaultValue("1.0")
        double sampleRate,

        @Description(
                "The metrics by the instance that feeds them: name, name.namespace or name.metric.namespace; others are"
                        + " refused.")
        Map<String, MetricInfo> metrics,

        @Description("How lines travel.") @DefaultValue("UDP")
        Protocol protocol) {
    private static final long MOST_LINES = 1_000_000;

    /**
     * What a metric is to the agent.
     *
     * @param name its name; empty: the instance's as {@code metrics} has it
     * @param type how values are put together
     * @param tags tags in addition to the dimensions, which hide those of the same name
     */
    public record MetricInfo(
            @Description("The metric's name; empty: the instance's.") @DefaultValue("")
            String name,

            @Description("How values are put together.") Kind type,

            @Description("Tags in addition to the dimensions.")
            Map<String, String> tags) {
        public MetricInfo {
            requireNonNull(name, "name");
            requireNonNull(type, "type");
            tags = Map.copyOf(tags);
        }
    }

    /** How values are put together. */
    public enum Kind {
        /** A sum: {@code c}. */
        COUNTER,
        /** The last value: {@code g}. */
        GAUGE,
        /** Of durations a timer in milliseconds: {@code ms}; of numbers a histogram: {@code h}. */
        DISTRIBUTION
    }

    public DogstatsdParameters {
        requireNonNull(prefix, "prefix");
        requireNonNull(protocol, "protocol");
        globalTags = Map.copyOf(globalTags);
        metrics = Map.copyOf(metrics);
        var _ = HostPort.parse("address", address);
        if (bufferLength < 0 || bufferLength > MOST_LINES) {
            throw new IllegalArgumentException("buffer_length " + bufferLength + " is not in 0 to " + MOST_LINES);
        }
        if (!(sampleRate >= 0 && sampleRate <= 1)) {
            throw new IllegalArgumentException("sample_rate " + sampleRate + " is not in 0 to 1");
        }
    }

    /** What stands before each name, exactly. */
    String dottedPrefix() {
        return prefix.isEmpty() || prefix.endsWith(".") ? prefix : prefix + ".";
    }
}
