package dev.mixer.adapters.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AdapterException.Kind;
import dev.mixer.spi.DataSize;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.Receipt;
import dev.mixer.spi.Sender;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Hands a batch to the producer and waits until the brokers have answered for each record. One thread at a time but for
 * {@link #busySince}.
 */
final class KafkaSender implements Sender {
    /** The header with the record's id, by which a reader drops what arrived twice. */
    static final String ID = "mixer-id";

    private static final int MAX_RECORDS = 5000;
    private static final DataSize MAX_BYTES = new DataSize(4 << 20);

    private final KafkaParameters parameters;
    private final Producers producers;
    private final Reachability reachability;
    private final InstantSource clock;
    private final MissingTopics missing;
    private volatile Instant busySince = Instant.MAX;

    KafkaSender(KafkaParameters parameters, Producers producers, Reachability reachability, InstantSource clock) {
        this.parameters = parameters;
        this.producers = producers;
        this.reachability = reachability;
        this.clock = clock;
        this.missing = new MissingTopics(clock);
    }

    @Override
    public int maxRecords() {
        return MAX_RECORDS;
    }

    @Override
    public DataSize maxBytes() {
        return MAX_BYTES;
    }

    /** Since when a batch is on its way; far in the future while none is. */
    Instant busySince() {
        return busySince;
    }

    @Override
    public Receipt send(List<Parcel> batch) throws AdapterException, InterruptedException {
        busySince = clock.instant();
        try {
            return sendAll(batch);
        } finally {
            busySince = Instant.MAX;
        }
    }

    private Receipt sendAll(List<Parcel> batch) throws AdapterException, InterruptedException {
        var producer = producers.get();
        var attempt = new Attempt(batch.size());
        try {
            // Each topic that is missing costs seconds, and there may be many.
            long deadline = System.nanoTime() + parameters.deliveryTimeout().toNanos();
            for (int i = 0; i < batch.size(); i++) {
                if (System.nanoTime() > deadline) {
                    attempt.fail(
                            i,
                            new Failure(
                                    Failure.Scope.RECORD,
                                    Kind.TRANSIENT,
                                    "not tried: the records before it took longer than deliveryTimeout"));
                } else {
                    handOver(batch.get(i), i, producer, attempt);
                }
            }
            attempt.await(parameters.servers());
        } catch (InterruptException e) {
            var _ = Thread.interrupted(); // the library has set it, the exception says it
            producers.discard(producer);
            var interrupted = new InterruptedException("sending was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        } catch (InterruptedException e) {
            // The host will send these again; what waits here must not be sent beside that.
            producers.discard(producer);
            throw e;
        }
        return conclude(attempt, producer);
    }

    private void handOver(Parcel parcel, int index, Producer<byte[], byte[]> producer, Attempt attempt) {
        Envelope envelope;
        try {
            envelope = Envelope.of(parcel.content());
        } catch (IllegalArgumentException e) {
            attempt.fail(index, new Failure(Failure.Scope.RECORD, Kind.PERMANENT, String.valueOf(e.getMessage())));
            return;
        }
        var known = attempt.stopped(envelope.topic());
        var failure = known != null ? known : missing.of(envelope.topic());
        if (failure != null) {
            attempt.fail(index, failure);
            return;
        }
        attempt.sent(index, envelope.topic(), hand(producer, record(envelope, parcel)), parameters.servers());
        var now = attempt.stopped(envelope.topic());
        if (now != null && now.scope() == Failure.Scope.TOPIC) {
            missing.add(envelope.topic(), now);
        }
    }

    private static Future<RecordMetadata> hand(
            Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record);
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) { // a producer that was closed or cannot go on
            return java.util.concurrent.CompletableFuture.failedFuture(e);
        }
    }

    /** The time is the host's own: brokers refuse times far from theirs, and the record's own is in the value. */
    private static ProducerRecord<byte[], byte[]> record(Envelope envelope, Parcel parcel) {
        var record = new ProducerRecord<byte[], byte[]>(
                envelope.topic(),
                null,
                Math.max(0, parcel.accepted().toEpochMilli()),
                envelope.key(),
                envelope.value());
        envelope.headers().forEach(header -> record.headers().add(header.name(), header.value()));
        record.headers().add(ID, parcel.id().getBytes(UTF_8));
        return record;
    }

    private Receipt conclude(Attempt attempt, Producer<byte[], byte[]> producer) throws AdapterException {
        var worst = attempt.worstTransient();
        if (worst == null) {
            reachability.succeeded();
            return attempt.receipt();
        }
        reachability.failed(worst);
        if (worst.scope() == Failure.Scope.PRODUCER) {
            producers.discard(producer);
        }
        if (attempt.allTransient()) {
            throw AdapterException.transientFailure(worst.reason(), null);
        }
        return attempt.receipt();
    }
}
