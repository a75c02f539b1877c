package dev.mixer.adapters.opentelemetry;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.mixer.adapters.sending.Health;
import dev.mixer.adapters.sending.Times;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.Receipt;
import dev.mixer.spi.Receipt.Unsent;
import dev.mixer.spi.Sender;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.resource.v1.Resource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Groups a batch by signal and service and sends a request for each signal. */
final class OtlpSender implements Sender {
    private final Transport transport;
    private final Resources resources;
    private final Aggregation aggregation;
    private final InstantSource clock;
    private final Answers answers;
    private final Health health;

    OtlpSender(
            Transport transport,
            Resources resources,
            Aggregation aggregation,
            InstantSource clock,
            Answers answers,
            Health health) {
        this.transport = transport;
        this.resources = resources;
        this.aggregation = aggregation;
        this.clock = clock;
        this.answers = answers;
        this.health = health;
    }

    /** A parcel opened, with its place in the batch. */
    private record Item(int index, String id, Content content) {}

    @Override
    public Receipt send(List<Parcel> batch) throws AdapterException, InterruptedException {
        var unsent = new ArrayList<Unsent>();
        var groups = new EnumMap<Signal, List<Item>>(Signal.class);
        for (int i = 0; i < batch.size(); i++) {
            try {
                var content = Content.decode(batch.get(i).content());
                if (content.signal() != null) {
                    groups.computeIfAbsent(content.signal(), _ -> new ArrayList<>())
                            .add(new Item(i, batch.get(i).id(), content));
                }
            } catch (IllegalArgumentException e) {
                unsent.add(new Unsent(i, AdapterException.Kind.PERMANENT, String.valueOf(e.getMessage())));
            }
        }
        try {
            if (groups.size() == 1 && unsent.isEmpty()) {
                var only = groups.entrySet().iterator().next();
                export(only.getKey(), only.getValue());
            } else {
                var failures = new ArrayList<AdapterException>();
                for (var group : groups.entrySet()) {
                    exportInParts(group.getKey(), group.getValue(), unsent, failures);
                }
                throwIfNoneWasTaken(batch.size(), unsent, failures);
            }
        } catch (AdapterException e) {
            health.failed(String.valueOf(e.getMessage()));
            throw e;
        }
        unsent.sort(Comparator.comparingInt(Unsent::index));
        if (unsent.isEmpty()) {
            health.succeeded();
            return Receipt.COMPLETE;
        }
        health.failed(unsent.getFirst().reason());
        return new Receipt(unsent);
    }

    /** As the host does for a whole batch: of several signals one may be refused while the others have arrived. */
    private void exportInParts(Signal signal, List<Item> items, List<Unsent> unsent, List<AdapterException> failures)
            throws InterruptedException {
        try {
            export(signal, items);
        } catch (AdapterException e) {
            if (e.kind() == AdapterException.Kind.PERMANENT && items.size() > 1) {
                int middle = items.size() / 2;
                exportInParts(signal, items.subList(0, middle), unsent, failures);
                exportInParts(signal, items.subList(middle, items.size()), unsent, failures);
                return;
            }
            failures.add(e);
            for (var item : items) {
                unsent.add(new Unsent(item.index(), e.kind(), String.valueOf(e.getMessage())));
            }
        }
    }

    /** Only a failure of the whole batch can say when the collector wants it again. */
    private static void throwIfNoneWasTaken(int size, List<Unsent> unsent, List<AdapterException> failures)
            throws AdapterException {
        boolean none = unsent.size() == size
                && unsent.stream().allMatch(record -> record.kind() == AdapterException.Kind.TRANSIENT);
        if (none && !failures.isEmpty()) {
            throw Collections.max(
                    failures,
                    Comparator.comparing(failure -> failure.retryAfter().orElse(Duration.ZERO)));
        }
    }

    private void export(Signal signal, List<Item> items) throws AdapterException, InterruptedException {
        if (signal == Signal.METRICS) {
            exportMetrics(items);
            return;
        }
        var records = new LinkedHashMap<Resource, List<ByteString>>();
        for (var item : items) {
            var message = item.content().message();
            records.computeIfAbsent(resources.of(item.content().service()), _ -> new ArrayList<>())
                    .add(signal == Signal.LOGS ? message.concat(idOf(item)) : message);
        }
        answers.read(signal, transport.export(signal, Envelope.request(records)));
    }

    /** One more attribute: encoded messages that follow each other are one message (Protobuf, Encoding, Last One Wins). */
    private static ByteString idOf(Item item) {
        return LogRecord.newBuilder()
                .addAttributes(Attributes.of("log.record.uid", item.id()))
                .build()
                .toByteString();
    }

    private void exportMetrics(List<Item> items) throws AdapterException, InterruptedException {
        var metrics = new ArrayList<Metric>(items.size());
        try {
            for (var item : items) {
                metrics.add(Metric.parseFrom(item.content().message()));
            }
            var batch = aggregation.batch(metrics, Times.nanos("the host's time", clock.instant()));
            var records = batch.metrics().stream().map(Metric::toByteString).toList();
            var request = Envelope.request(Map.of(resources.of(""), records));
            answers.read(Signal.METRICS, transport.export(Signal.METRICS, request));
            answers.overflowed(batch.commit());
        } catch (InvalidProtocolBufferException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw AdapterException.permanent("a record is not of a form that this version knows", e);
        }
    }
}
