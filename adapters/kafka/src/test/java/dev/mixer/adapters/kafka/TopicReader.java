package dev.mixer.adapters.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what lies in topics, from their beginning. */
final class TopicReader {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private TopicReader() {}

    /** The first records of a topic, as soon as there are that many. */
    static List<ConsumerRecord<byte[], byte[]>> read(Map<String, Object> connection, String topic, int count) {
        var properties = new TreeMap<String, Object>(connection);
        properties.put("key.deserializer", ByteArrayDeserializer.class);
        properties.put("value.deserializer", ByteArrayDeserializer.class);
        properties.put("metric.reporters", "");
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<byte[], byte[]>(properties)) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new org.apache.kafka.common.TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (records.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        if (records.size() < count) {
            throw new AssertionError(topic + " has " + records.size() + " of " + count + " records after " + LIMIT);
        }
        return records;
    }

    static List<ConsumerRecord<byte[], byte[]>> read(KafkaBroker broker, String topic, int count) {
        return read(Map.of("bootstrap.servers", broker.server()), topic, count);
    }

    static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        var headers = new TreeMap<String, String>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
