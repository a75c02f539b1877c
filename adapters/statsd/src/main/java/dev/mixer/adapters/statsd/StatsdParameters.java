package dev.mixer.adapters.statsd;

import static java.util.Objects.requireNonNull;

import dev.mixer.adapters.sending.HostPort;
import dev.mixer.adapters.statsdline.Protocol;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.time.Duration;
import java.util.Map;

/**
 * Where metrics go and what they are called there.
 *
 * @param address where the server listens
 * @param prefix what stands before each name, with a dot; empty: nothing
 * @param flushDuration accepted because Mixer had it; the handler's {@code delivery.batchAge} is in its place
 * @param flushBytes the largest packet, 1 to 65507; 0: 512
 * @param samplingRate the share of counts and timings that are sent, at least 0; from 1 on all
 * @param metrics by the instance that feeds them: {@code name}, {@code name.namespace} or {@code name.metric.namespace}
 * @param protocol how lines travel
 */
public record StatsdParameters(
        @Description("Where the server listens, HOST:PORT.") @DefaultValue("localhost:8125")
        String address,

        @Description("What stands before each name, with a dot; empty: nothing.") @DefaultValue("")
        String prefix,

        @Description("Accepted as Mixer had it, without effect: delivery.batchAge is in its place.")
        @DefaultValue("300ms")
        Duration flushDuration,

        @Description("The largest packet in bytes, 1 to 65507; 0: 512.") @DefaultValue("512")
        long flushBytes,

        @Description("The share of counts and timings that are sent, 0 to 1; the lines say so.") @DefaultValue("1.0")
        double samplingRate,

        @Description(
                "The metrics by the instance that feeds them: name, name.namespace or name.metric.namespace; others are"
                        + " refused.")
        Map<String, MetricInfo> metrics,

        @Description("How lines travel.") @DefaultValue("UDP")
        Protocol protocol) {
    private static final int USUAL_PACKET = 512;
    private static final int LARGEST_PACKET = 65_507;

    /**
     * What a metric is to the server.
     *
     * @param type how values are put together
     * @param nameTemplate the name; empty: the instance's as {@code metrics} has it
     */
    public record MetricInfo(
            @Description("How values are put together.") Kind type,

            @Description("The name, with dimensions as in {{.apiMethod}}-{{.responseCode}}; empty: the instance's.")
            @DefaultValue("")
            String nameTemplate) {
        public MetricInfo {
            requireNonNull(type, "type");
            var _ = NameTemplate.parse(nameTemplate);
        }
    }

    /** How values are put together. */
    public enum Kind {
        /** A sum: {@code c}. */
        COUNTER,
        /** The last value: {@code g}. */
        GAUGE,
        /** Of durations a timer in milliseconds: {@code ms}; of numbers, as in Mixer, a sum: {@code c}. */
        DISTRIBUTION
    }

    public StatsdParameters {
        requireNonNull(prefix, "prefix");
        requireNonNull(protocol, "protocol");
        metrics = Map.copyOf(metrics);
        var _ = HostPort.parse("address", address);
        if (flushDuration.isNegative()) {
            throw new IllegalArgumentException("flush_duration " + flushDuration + " is negative");
        }
        if (flushBytes < 0 || flushBytes > LARGEST_PACKET) {
            throw new IllegalArgumentException("flush_bytes " + flushBytes + " is not in 0 to " + LARGEST_PACKET);
        }
        if (!(samplingRate >= 0)) {
            throw new IllegalArgumentException("sampling_rate " + samplingRate + " is not in 0 to 1");
        }
    }

    /** The largest packet in bytes. */
    int packetBytes() {
        return flushBytes == 0 ? USUAL_PACKET : (int) flushBytes;
    }
}
