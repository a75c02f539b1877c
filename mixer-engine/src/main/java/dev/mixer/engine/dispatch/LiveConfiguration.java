package dev.mixer.engine.dispatch;

import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.settings.HostSettings;
import dev.mixer.engine.config.source.ConfigFiles;
import dev.mixer.engine.handler.HandlerTable;
import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.engine.rule.Snapshot;
import dev.mixer.engine.rule.SnapshotCompiler;
import dev.mixer.engine.rule.SnapshotPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
        switch (plan.link(prepared.handlers())) {
            case SnapshotPlan.Linked.Broken(var faults) -> {
                faults.forEach((handler, fault) -> complain(problems, handler, fault));
                handlers.abandon(prepared);
                return null;
            }
            case SnapshotPlan.Linked.Ready(var snapshot) -> {
                var before = mixer.replace(snapshot);
                var closing = handlers.commit(prepared);
                closeWhenQuiet(before, closing, services.timer());
                return snapshot;
            }
        }
    }

    private static void complain(Problems problems, String handler, String message) {
        problems.scope("handler " + handler)
                .error(dev.mixer.engine.config.problem.Place.whole("configuration"), message);
    }

    /** Runs {@code closing} after the last call that uses {@code before}. */
    private void closeWhenQuiet(@Nullable Snapshot before, Runnable closing, ScheduledExecutorService timer) {
        if (before == null) {
            closing.run();
            return;
        }
        timer.schedule(
                () -> {
                    if (before.isQuiet()) {
                        services.workers().execute(closing);
                    } else {
                        closeWhenQuiet(before, closing, timer);
                    }
                },
                QUIET_CHECK.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Closes all handlers; calls must have ended. */
    @Override
    public void close() {
        handlers.close();
    }
}
