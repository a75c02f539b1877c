/**
 * Sends records to Kafka. Start at {@link dev.mixer.adapters.kafka.KafkaAdapter}; {@code RecordEncoder} makes what the host
 * keeps, {@code KafkaSender} sends it, and nothing but {@code Clients} sets the client library up.
 */
@NullMarked
package dev.mixer.adapters.kafka;

import org.jspecify.annotations.NullMarked;
