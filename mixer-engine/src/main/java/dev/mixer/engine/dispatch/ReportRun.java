package dev.mixer.engine.dispatch;

import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.handler.LiveHandler;
import dev.mixer.engine.handler.Outcome;
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
    private final Map<Lane, List<Reported<?>>> lanes = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private boolean handlerFailed;

    ReportRun(Snapshot snapshot, long deadline) {
        this.snapshot = snapshot;
        this.deadline = deadline;
    }

    CompletableFuture<Status> run(List<AttributeBag> bags) {
        for (var bag : bags) {
            collect(bag);
        }
        var outcomes = new ArrayList<CompletableFuture<Outcome<Boolean>>>();
        lanes.forEach((lane, records) -> outcomes.add(lane.handler()
                .report(lane.capability(), List.copyOf(records), deadline)
                .thenApply(outcome -> {
                    if (outcome.failure() != null) {
                        fault(lane.handler().spec().name() + ":" + outcome.failure(), true);
                    }
                    return outcome;
                })));
        return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                .thenApply(_ -> status());
    }

    private void collect(AttributeBag bag) {
        var reader = AttributeReader.forReport(snapshot.slots(), bag);
        var namespace = snapshot.reporting().hasNamespaces() ? snapshot.namespaceOf(reader) : "";
        @Nullable Instance[] built = new @Nullable Instance[snapshot.instances()];
        for (var rule : snapshot.reporting().matching(reader, namespace)) {
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
            var fault = reader.fault();
            fault(
                    "instance " + action.instance().name() + ": "
                            + (fault == null ? "a value cannot be read" : fault.message()),
                    false);
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
