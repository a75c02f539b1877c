package dev.mixer.engine.dispatch;

import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.settings.HostSettings;
import dev.mixer.engine.config.source.ConfigFiles;
import dev.mixer.engine.delivery.Outbox;
import dev.mixer.engine.handler.HandlerTable;
import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.engine.rule.Snapshot;
import dev.mixer.engine.rule.SnapshotCompiler;
import dev.mixer.engine.rule.SnapshotPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Puts configurations in force, whole or not at all. One with an error changes nothing: the last good one goes on. {@link
 * #apply} is called by one thread at a time, {@link #state} by any.
 */
public final class LiveConfiguration implements AutoCloseable {
    private static final Duration QUIET_CHECK = Duration.ofMillis(50);

    private final AdapterCatalog catalog;
    private final HostSettings settings;
    private final HandlerTable handlers;
    private final Mixer mixer;
    private final HandlerTable.Services services;
    /** Out of force, maybe still used by calls; newest last. */
    private final List<Snapshot> retired = new ArrayList<>();

    private final Set<Closing> pending = ConcurrentHashMap.newKeySet();
    private final MeterRegistry.Counter reloads;
    private final MeterRegistry.Counter rejections;
    private volatile State state =
            new State("", "", List.of("no configuration has been read yet"), true, Instant.EPOCH);

    /**
     * How the configuration stands.
     *
     * @param revision in force; empty: none
     * @param lastRevision the one that was read last; differs from {@code revision} where it has errors
     * @param problems of the one that was read last, a line each
     * @param hasErrors whether it was refused
     * @param since when that was
     */
    public record State(String revision, String lastRevision, List<String> problems, boolean hasErrors, Instant since) {
        public State {
            problems = List.copyOf(problems);
        }

        /** Whether calls are decided by a valid configuration. */
        public boolean isReady() {
            return !revision.isEmpty();
        }
    }

    /** Nothing is in force before the first {@link #apply}. */
    public LiveConfiguration(
            AdapterCatalog catalog, HostSettings settings, Mixer mixer, HandlerTable.Services services) {
        this.catalog = catalog;
        this.settings = settings;
        this.mixer = mixer;
        this.services = services;
        this.handlers = new HandlerTable(services);
        var meters = services.meters();
        this.reloads = meters.counter("mixer_config_reloads_total", "Configurations put in force.");
        this.rejections = meters.counter("mixer_config_rejections_total", "Configurations refused for their errors.");
        meters.gauge(
                "mixer_config_stale",
                "1 where the configuration that was read last is not the one in force.",
                () -> state.hasErrors() ? 1 : 0);
    }

    /** How the configuration stands now. */
    public State state() {
        return state;
    }

    /** What waits to be sent. */
    public Collection<Outbox> outboxes() {
        return handlers.outboxes();
    }

    /** The adapters that configurations may name. */
    public AdapterCatalog catalog() {
        return catalog;
    }

    /** Checks, compiles and puts in force what the files hold, or says why not. */
    public State apply(ConfigFiles files) {
        var problems = new Problems();
        var plan = new SnapshotCompiler(catalog, settings).compile(files, problems);
        var next = plan.isPresent() ? open(plan.get(), problems) : null;
        var now = services.clock().instant();
        var lines = problems.lines();
        if (next == null) {
            rejections.increment();
            state = new State(state.revision(), files.revision(), lines, true, now);
        } else {
            reloads.increment();
            state = new State(next.revision(), files.revision(), lines, false, now);
        }
        return state;
    }

    private @Nullable Snapshot open(SnapshotPlan plan, Problems problems) {
        var prepared = handlers.prepare(plan.handlers());
        prepared.failures().forEach((handler, failure) -> complain(problems, handler, failure));
        if (!prepared.failures().isEmpty()) {
            handlers.abandon(prepared);
            return null;
        }
        return switch (plan.link(prepared.handlers())) {
            case SnapshotPlan.Linked.Broken(var faults) -> {
                faults.forEach((handler, fault) -> complain(problems, handler, fault));
                handlers.abandon(prepared);
                yield null;
            }
            case SnapshotPlan.Linked.Ready(var snapshot) -> {
                var before = mixer.replace(snapshot);
                var closing = handlers.commit(prepared);
                retire(before, closing);
                yield snapshot;
            }
        };
    }

    private static void complain(Problems problems, String handler, String message) {
        problems.scope("handler " + handler)
                .error(dev.mixer.engine.config.problem.Place.whole("configuration"), message);
    }

    /**
     * Runs {@code closing} after the last call of {@code before}, and of the snapshots before that: they may share the
     * handlers that are to be closed.
     */
    private void retire(@Nullable Snapshot before, Runnable closing) {
        retired.removeIf(Snapshot::isQuiet);
        if (before != null) {
            retired.add(before);
        }
        var once = new Closing(closing);
        pending.add(once);
        closeWhenQuiet(List.copyOf(retired), once);
    }

    private void closeWhenQuiet(List<Snapshot> before, Closing closing) {
        var busy = before.stream().filter(snapshot -> !snapshot.isQuiet()).toList();
        if (busy.isEmpty()) {
            services.workers().execute(closing);
        } else {
            var _ = services.timer()
                    .schedule(() -> closeWhenQuiet(busy, closing), QUIET_CHECK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Closes all handlers; calls must have ended. */
    @Override
    public void close() {
        List.copyOf(pending).forEach(Closing::run);
        handlers.close();
    }

    /** Closes handlers that are gone, once. */
    private final class Closing implements Runnable {
        private final Runnable work;
        private final AtomicBoolean done = new AtomicBoolean();

        Closing(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            if (!done.getAndSet(true)) {
                pending.remove(this);
                work.run();
            }
        }
    }
}
