package dev.mixer.engine.dispatch;

import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.delivery.Admission;
import dev.mixer.engine.delivery.Outbox;
import dev.mixer.engine.handler.LiveHandler;
import dev.mixer.engine.rule.Action;
import dev.mixer.engine.rule.Snapshot;
import dev.mixer.spi.Capability;
import dev.mixer.spi.Instance;
import dev.mixer.spi.ReportInstance;
import dev.mixer.spi.Reported;
import dev.mixer.spi.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One report: every record is held against the rules, each instance built once, and each handler gets all of its records
 * in one call. A record that an instance cannot be made of, or a handler that fails, keeps nothing from the others.
 */
final class ReportRun {
    private record Lane(LiveHandler handler, Capability<?> capability) {}

    private final Snapshot snapshot;
    private final long deadline;
    private final CallTrace trace;
    private final Map<Lane, List<Reported<?>>> lanes = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final DispatchMeters meters;
    private final Production.Questions questions;
    private boolean handlerFailed;

    ReportRun(Snapshot snapshot, long deadline, CallTrace trace, DispatchMeters meters) {
        this.snapshot = snapshot;
        this.deadline = deadline;
        this.trace = trace;
        this.meters = meters;
        this.questions = new Production.Questions(deadline, trace);
    }

    CompletableFuture<Status> run(List<AttributeBag> bags) {
        if (snapshot.producing().isEmpty()) {
            for (var bag : bags) {
                collect(AttributeReader.forReport(snapshot.slots(), bag));
            }
            return handOver();
        }
        // One record after another, so that each handler gets them in order; equal questions are asked once.
        var collected = CompletableFuture.<@Nullable Void>completedFuture(null);
        for (var bag : bags) {
            collected = collected.thenCompose(_ -> produceAndCollect(bag));
        }
        return collected.thenCompose(_ -> handOver());
    }

    private CompletableFuture<@Nullable Void> produceAndCollect(AttributeBag bag) {
        var reader = AttributeReader.forReport(snapshot.slots(), bag);
        var scope = snapshot.scope(snapshot.producing(), reader);
        var production = Production.ask(snapshot.producing().matching(reader, scope.namespace()), reader, questions);
        return production.answered().thenApply(_ -> {
            for (var failure : production.supply(reader)) {
                fault(failure.handler().spec().name() + ":" + failure.message(), false);
            }
            collect(reader);
            return null;
        });
    }

    /** Room is had in all outboxes before anything is taken: a report that is refused can come again without copies. */
    private CompletableFuture<Status> handOver() {
        var granted = new LinkedHashMap<Lane, Admission.Granted>();
        for (var lane : lanes.entrySet()) {
            var outbox = lane.getKey().handler().outbox();
            if (outbox != null && lane.getKey().capability() instanceof Capability.Deliver<?>) {
                switch (outbox.reserve(encoded(lane.getKey(), lane.getValue(), outbox))) {
                    case Admission.Granted place -> granted.put(lane.getKey(), place);
                    case Admission.Refused(var reason) -> {
                        granted.values().forEach(Admission.Granted::release);
                        fault(lane.getKey().handler().spec().name() + ":" + reason, true);
                        return CompletableFuture.completedFuture(status());
                    }
                }
            }
        }
        var ends = new ArrayList<CompletableFuture<?>>();
        granted.forEach((lane, place) -> ends.add(keep(lane, place)));
        lanes.forEach((lane, records) -> {
            if (!granted.containsKey(lane)) {
                ends.add(report(lane, records));
            }
        });
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).thenApply(_ -> status());
    }

    private CompletableFuture<?> keep(Lane lane, Admission.Granted place) {
        var spec = lane.handler().spec();
        var step = trace.asked(spec.name(), spec.adapter().name(), "keep");
        return place.commit().handle((_, error) -> {
            step.answered(null, error == null ? null : String.valueOf(error.getMessage()));
            if (error != null) {
                fault(spec.name() + ":cannot keep its records: " + error.getMessage(), true);
            }
            return true;
        });
    }

    private List<byte[]> encoded(Lane lane, List<Reported<?>> records, Outbox outbox) {
        var contents = lane.handler()
                .encode(
                        lane.capability(),
                        records,
                        reason -> fault(lane.handler().spec().name() + ":" + reason, false));
        if (contents.size() < records.size()) {
            outbox.unencodable(records.size() - contents.size());
        }
        return contents;
    }

    private CompletableFuture<?> report(Lane lane, List<Reported<?>> records) {
        return Followed.asking(
                        trace,
                        lane.handler(),
                        "report",
                        () -> lane.handler().report(lane.capability(), List.copyOf(records), deadline),
                        _ -> null)
                .thenApply(outcome -> {
                    if (outcome.failure() != null) {
                        fault(lane.handler().spec().name() + ":" + outcome.failure(), true);
                    }
                    return outcome;
                });
    }

    private void collect(AttributeReader reader) {
        var scope = snapshot.scope(snapshot.reporting(), reader);
        if (scope.assumed()) {
            meters.assumedNamespaces().increment();
        }
        @Nullable Instance[] built = new @Nullable Instance[snapshot.instances()];
        for (var rule : snapshot.reporting().matching(reader, scope.namespace())) {
            var sampling = rule.sampling();
            if (sampling != null && !sampling.takes(reader)) {
                meters.sampledOut().increment();
                continue;
            }
            for (var action : rule.reports()) {
                int number = action.instance().number();
                var instance = built[number];
                if (instance == null) {
                    instance = action.instance().builder().build(reader);
                    built[number] = instance;
                }
                add(action, instance, reader);
            }
        }
    }

    private void add(Action action, @Nullable Instance instance, AttributeReader reader) {
        if (instance instanceof ReportInstance record) {
            lanes.computeIfAbsent(new Lane(action.handler(), action.capability()), _ -> new ArrayList<>())
                    .add(new Reported<>(action.instance().name(), record));
        } else {
            fault(Faults.unreadable(action, reader), false);
        }
    }

    private void fault(String message, boolean ofHandler) {
        synchronized (faults) {
            handlerFailed |= ofHandler;
            if (faults.size() < 10) {
                faults.add(message);
            }
        }
    }

    private Status status() {
        synchronized (faults) {
            if (faults.isEmpty()) {
                return Status.OK;
            }
            // What records lack they lack on the next try too: nobody is told to try again for them alone.
            var code = handlerFailed ? Status.Code.UNAVAILABLE : Status.Code.INVALID_ARGUMENT;
            return Status.of(code, String.join(", ", faults));
        }
    }
}
