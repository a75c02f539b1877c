package dev.mixer.adapters.kafka;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.DataSize;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where records go and how they look there. That all replicas acknowledge a record, and that the broker drops what the
 * client repeats, is not a choice.
 *
 * @param bootstrapServers where the cluster is found, HOST:PORT
 * @param topic the topic, with fields of the record
 * @param maxTopics how many topics the records may name
 * @param overflowTopic where records go that name one more; absent: they are refused
 * @param key the key, with fields of the record; an empty one is none
 * @param headers headers by name, their values with fields of the record
 * @param valueFormat how a record is written
 * @param compression how batches are packed
 * @param linger how long a batch waits for more records
 * @param maxRequestSize the largest record and the largest request
 * @param deliveryTimeout how long a batch is tried before the host hears that it failed
 * @param clientId who this host is in the broker's log and quotas; empty: mixer-HANDLER
 * @param tls TLS to the brokers; absent: none
 * @param sasl who this host is; absent: nobody
 */
public record KafkaParameters(
        @Description("Where the cluster is found, HOST:PORT; several are tried in turn.")
        List<String> bootstrapServers,

        @Description("The topic; {FIELD} stands for a field of the record, as in logs-{severity}.")
        String topic,

        @Description("How many topics the records may name, 1 to 10000.") @DefaultValue("100")
        long maxTopics,

        @Description("Where records go that would name one more; left out: they are refused.")
        Optional<String> overflowTopic,

        @Description("The key, with {FIELD} as in topic; records of one key keep their order; empty: none.")
        @DefaultValue("")
        String key,

        @Description("Headers by name; values with {FIELD} as in topic; an empty one is left out.")
        Map<String, String> headers,

        @Description("How a record is written: JSON or PROTOBUF.") @DefaultValue("JSON")
        ValueFormat valueFormat,

        @Description("How batches are packed: NONE, GZIP, SNAPPY, LZ4 or ZSTD.") @DefaultValue("LZ4")
        Compression compression,

        @Description("How long a batch waits for more records, 0s to 10s.") @DefaultValue("5ms")
        Duration linger,

        @Description("The largest record and the largest request, 1KiB to 512MiB; the broker has a limit of its own.")
        @DefaultValue("1MiB")
        DataSize maxRequestSize,

        @Description("How long a batch is tried before the host tries again later, 1s to 10m.") @DefaultValue("20s")
        Duration deliveryTimeout,

        @Description("Who this host is in the broker's log and quotas; empty: mixer-HANDLER.") @DefaultValue("")
        String clientId,

        @Description("TLS to the brokers; left out: none.") Optional<KafkaTls> tls,

        @Description("Who this host is to the brokers; left out: nobody.")
        Optional<KafkaSasl> sasl) {
    private static final long LARGEST_MAX_TOPICS = 10_000;
    private static final Duration LONGEST_LINGER = Duration.ofSeconds(10);
    private static final Duration SHORTEST_DELIVERY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELIVERY = Duration.ofMinutes(10);
    private static final long LEAST_REQUEST = 1 << 10;
    private static final long LARGEST_REQUEST = 512L << 20;

    public KafkaParameters {
        bootstrapServers = List.copyOf(bootstrapServers);
        headers = Map.copyOf(headers);
        requireNonNull(valueFormat, "valueFormat");
        requireNonNull(compression, "compression");
        if (bootstrapServers.isEmpty()) {
            throw new IllegalArgumentException("bootstrapServers names no server; write HOST:PORT");
        }
        if (maxTopics < 1 || maxTopics > LARGEST_MAX_TOPICS) {
            throw new IllegalArgumentException("maxTopics " + maxTopics + " is not in 1 to " + LARGEST_MAX_TOPICS);
        }
        if (linger.isNegative() || linger.compareTo(LONGEST_LINGER) > 0) {
            throw new IllegalArgumentException("linger " + linger + " is not in 0s to 10s");
        }
        if (maxRequestSize.bytes() < LEAST_REQUEST || maxRequestSize.bytes() > LARGEST_REQUEST) {
            throw new IllegalArgumentException("maxRequestSize " + maxRequestSize + " is not in 1KiB to 512MiB");
        }
        if (deliveryTimeout.compareTo(SHORTEST_DELIVERY) < 0 || deliveryTimeout.compareTo(LONGEST_DELIVERY) > 0) {
            throw new IllegalArgumentException("deliveryTimeout " + deliveryTimeout + " is not in 1s to 10m");
        }
        if (linger.compareTo(deliveryTimeout) >= 0) {
            throw new IllegalArgumentException(
                    "linger " + linger + " is not shorter than deliveryTimeout " + deliveryTimeout);
        }
    }

    /** The servers as a message names them. */
    String servers() {
        return String.join(", ", bootstrapServers);
    }
}
