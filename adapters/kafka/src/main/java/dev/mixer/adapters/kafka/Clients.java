package dev.mixer.adapters.kafka;

import dev.mixer.spi.AdapterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The client library, set up. */
final class Clients {
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(10);
    private static final Duration LONGEST_BLOCK = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final int BATCH_BYTES = 64 << 10;
    private static final long LEAST_MEMORY = 32L << 20;
    private static final String PEM = "PEM";

    private final KafkaParameters parameters;
    private final String clientId;

    Clients(KafkaParameters parameters, String handlerName) {
        this.parameters = parameters;
        this.clientId = parameters.clientId().isEmpty() ? "mixer-" + handlerName : parameters.clientId();
    }

    /** Reads all files, so that one that is wrong is a fault of the configuration. Connects to nothing. */
    void check() throws AdapterException {
        if (parameters.tls().isEmpty()) {
            return;
        }
        var properties = producerProperties();
        try (var factory = new DefaultSslEngineFactory()) {
            factory.configure(inOwnLoader(() -> new ProducerConfig(properties)).values());
        } catch (KafkaException e) {
            throw AdapterException.permanent("tls has a file that cannot be used: " + Failure.root(e), e);
        }
    }

    /** How long {@link Producer#send} may hold its caller while the cluster is not known. */
    Duration longestBlock() {
        // A topic that is missing must leave time for the others of the batch.
        return shorter(LONGEST_BLOCK, parameters.deliveryTimeout().dividedBy(4));
    }

    /** Starts a thread that connects and goes on trying to. */
    Producer<byte[], byte[]> producer() throws AdapterException {
        return made(producerProperties(), KafkaProducer::new);
    }

    /** Starts a thread, for a look at the cluster. */
    Admin admin() throws AdapterException {
        var properties = common();
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, clientId + "-look");
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(LOOK));
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(LOOK));
        return made(properties, Admin::create);
    }

    @FunctionalInterface
    private interface Maker<T> {
        T of(Map<String, Object> properties);
    }

    private <T> T made(Map<String, Object> properties, Maker<T> maker) throws AdapterException {
        try {
            return inOwnLoader(() -> maker.of(properties));
        } catch (KafkaException e) {
            // Among them that no name of a server can be resolved, which comes and goes.
            throw AdapterException.transientFailure(parameters.servers() + ": " + Failure.root(e), e);
        }
    }

    private Map<String, Object> producerProperties() throws AdapterException {
        var properties = common();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(
                ProducerConfig.COMPRESSION_TYPE_CONFIG, parameters.compression().configured());
        properties.put(ProducerConfig.LINGER_MS_CONFIG, parameters.linger().toMillis());
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        int largest = (int) parameters.maxRequestSize().bytes();
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, largest);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(LEAST_MEMORY, 2L * largest));
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(parameters.deliveryTimeout()));
        var request = shorter(LONGEST_REQUEST, parameters.deliveryTimeout().minus(parameters.linger()));
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(request));
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, longestBlock().toMillis());
        properties.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return properties;
    }

    private Map<String, Object> common() throws AdapterException {
        var properties = new HashMap<String, Object>();
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, parameters.bootstrapServers());
        properties.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        var protocol = (parameters.sasl().isPresent() ? "SASL_" : "")
                + (parameters.tls().isPresent() ? "SSL" : "PLAINTEXT");
        properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol);
        if (parameters.tls().isPresent()) {
            var tls = parameters.tls().get();
            if (tls.caCertificate().isPresent()) {
                properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, PEM);
                properties.put(
                        SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG,
                        read("tls.caCertificate", tls.caCertificate().get()));
            }
            if (tls.certificate().isPresent() && tls.key().isPresent()) {
                properties.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, PEM);
                properties.put(
                        SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
                        read("tls.certificate", tls.certificate().get()));
                properties.put(
                        SslConfigs.SSL_KEYSTORE_KEY_CONFIG,
                        read("tls.key", tls.key().get()));
            }
        }
        parameters.sasl().ifPresent(sasl -> {
            properties.put(SaslConfigs.SASL_MECHANISM, sasl.mechanism().wireName());
            properties.put(SaslConfigs.SASL_JAAS_CONFIG, sasl.jaasConfiguration());
        });
        return properties;
    }

    private static String read(String field, Path file) throws AdapterException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw AdapterException.permanent(field + " " + file + " cannot be read", e);
        }
    }

    /** The library loads its classes by the thread's loader, which need not be the plug-in's where the host runs work later. */
    private static <T> T inOwnLoader(Supplier<T> work) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(Clients.class.getClassLoader());
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
