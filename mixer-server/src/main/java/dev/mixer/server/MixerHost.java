package dev.mixer.server;

import dev.mixer.engine.config.source.ConfigFiles;
import dev.mixer.engine.config.source.FolderSource;
import dev.mixer.engine.dispatch.LiveConfiguration;
import dev.mixer.engine.dispatch.Mixer;
import dev.mixer.engine.handler.HandlerTable;
import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.engine.policy.RbacAdapter;
import dev.mixer.envoy.ExtAuthzSettings;
import dev.mixer.server.front.accesslog.AccessLogFront;
import dev.mixer.server.front.extauthz.ExtAuthzFront;
import dev.mixer.server.front.http.AuthzPort;
import dev.mixer.server.front.http.HttpAuthzFront;
import dev.mixer.server.front.mixer.MixerFront;
import dev.mixer.server.front.ratelimit.RateLimitFront;
import dev.mixer.server.grpc.CallGate;
import dev.mixer.server.grpc.MeshPort;
import dev.mixer.server.trace.HostTracing;
import dev.mixer.server.trace.TracedCalls;
import dev.mixer.server.warmup.Rehearsal;
import dev.mixer.spi.BackendState;
import io.grpc.BindableService;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One running host: engine, configuration and mesh port, started and stopped together. */
@Singleton
public class MixerHost {
    private static final System.Logger LOG = System.getLogger("dev.mixer");
    private static final Duration START_CHECK = Duration.ofMillis(200);

    private final MeterRegistry meters = new MeterRegistry();
    private final Mixer mixer = new Mixer(meters);
    private volatile @Nullable LiveConfiguration configuration;
    private volatile boolean open;
    private volatile boolean stopping;
    private volatile boolean started;
    private @Nullable FolderSource source;
    private @Nullable MeshPort meshPort;
    private @Nullable AuthzPort authzPort;
    private @Nullable ScheduledThreadPoolExecutor timer;
    private @Nullable HostTracing tracing;
    private Duration shutdownLimit = Duration.ofSeconds(20);

    private final Vertx vertx;

    MixerHost(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The engine's door. */
    public Mixer mixer() {
        return mixer;
    }

    /** All meters but those of Quarkus. */
    public MeterRegistry meters() {
        return meters;
    }

    /** The configuration; empty before the start. */
    public Optional<LiveConfiguration> configuration() {
        return Optional.ofNullable(configuration);
    }

    /** Whether the host takes calls that a valid configuration decides. */
    public boolean isReady() {
        var live = configuration;
        return open && !stopping && live != null && live.state().isReady() && hasStarted();
    }

    /** Whether no handler has to be waited for; asked again until it is so once, not after later edits. */
    private boolean hasStarted() {
        var snapshot = mixer.snapshot();
        if (!started && snapshot != null) {
            started = snapshot.handlers().values().stream()
                    .noneMatch(handler -> handler.state().phase() == BackendState.Phase.STARTING);
        }
        return started;
    }

    private void serveWhenStarted() {
        var port = meshPort;
        var threads = timer;
        if (port == null || threads == null || stopping) {
            return;
        }
        port.serving(isReady());
        if (!started) {
            var _ = threads.schedule(this::serveWhenStarted, START_CHECK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void start(Startup startup, int httpPort) throws IOException {
        var settings = startup.settings();
        shutdownLimit = settings.shutdownLimit();
        var threads = new ScheduledThreadPoolExecutor(1, work -> {
            var thread = new Thread(work, "timer");
            thread.setDaemon(true);
            return thread;
        });
        threads.setRemoveOnCancelPolicy(true);
        timer = threads;
        var workers = Executors.newVirtualThreadPerTaskExecutor();
        var state =
                StateFolder.of(System.getenv(), System.getProperty("user.home")).resolve("handlers");
        var rehearsal = rehearse(threads, workers, state);
        var services = new HandlerTable.Services(
                InstantSource.system(), threads, workers, meters, state, settings.startLimit());
        var catalog = AdapterCatalog.load(startup.plugins(), new RbacAdapter());
        catalog.problems().forEach(problem -> LOG.log(System.Logger.Level.WARNING, problem));
        var live = new LiveConfiguration(catalog, settings, mixer, services);
        configuration = live;
        var folders = new FolderSource(startup.arguments().folders());
        source = folders;
        apply(live, folders.read());
        rehearsal.join();
        var gate = new CallGate(settings.limits().maxCallsInFlight(), meters);
        var traced = HostTracing.open(settings.tracing(), meters);
        tracing = traced;
        meshPort = MeshPort.open(
                settings,
                fronts(startup, gate, threads),
                traced == null ? List.of() : List.of(new TracedCalls(traced)));
        var authz = settings.authz().address().tcp();
        if (authz != null) {
            var front = new HttpAuthzFront(
                    mixer, gate, settings.limits().maxRequest().bytes(), settings.decisionIdHeader(), traced);
            authzPort = AuthzPort.open(vertx, authz, front);
        }
        open = true;
        serveWhenStarted();
        folders.watch(files -> {
            if (!files.revision().equals(live.state().lastRevision())) {
                apply(live, files);
                var port = meshPort;
                if (port != null) {
                    port.serving(isReady());
                }
            }
        });
        new Banner(startup, mixer, meshPort.address(), httpPort, authzPort == null ? 0 : authzPort.port())
                .print(System.out);
    }

    /** Loads what calls need, beside the configuration; a host that cannot is slower to answer its first calls, no more. */
    private static CompletableFuture<Void> rehearse(
            ScheduledExecutorService threads, ExecutorService workers, Path state) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        new Rehearsal(threads, workers, state).run();
                    } catch (IOException | RuntimeException e) {
                        LOG.log(System.Logger.Level.WARNING, "the host could not warm up: " + e.getMessage(), e);
                    }
                },
                task -> {
                    var thread = new Thread(task, "rehearsal");
                    thread.setDaemon(true);
                    thread.start();
                });
    }

    private List<BindableService> fronts(Startup startup, CallGate gate, ScheduledExecutorService threads) {
        var settings = startup.settings();
        var fronts = new ArrayList<BindableService>();
        fronts.add(new MixerFront(mixer, gate, settings.limits().maxRequest().bytes()));
        fronts.add(new ExtAuthzFront(mixer, gate, ExtAuthzSettings.from(settings), meters));
        fronts.add(new RateLimitFront(
                mixer, gate, Math.toIntExact(settings.limits().maxRequest().bytes()), settings.rateLimit()));
        fronts.add(new AccessLogFront(
                mixer, meters, threads, (int) settings.limits().maxMessage().bytes()));
        return fronts;
    }

    private static void apply(LiveConfiguration live, ConfigFiles files) {
        var state = live.apply(files);
        for (var line : state.problems()) {
            LOG.log(line.contains(": warning: ") ? System.Logger.Level.WARNING : System.Logger.Level.ERROR, line);
        }
        if (!state.hasErrors()) {
            LOG.log(System.Logger.Level.INFO, "configuration {0} is in force", state.revision());
        } else if (state.isReady()) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the changed configuration has errors and does not take effect; {0} stays in force",
                    state.revision());
        } else {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the configuration has errors: the host is not ready and denies every check");
        }
    }

    /** Waits for handlers that cannot answer yet, so long at most. */
    void awaitStart(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!hasStarted() && mixer.snapshot() != null && System.nanoTime() < end) {
            Thread.sleep(START_CHECK);
        }
    }

    void stop() {
        stopping = true;
        if (source != null) {
            source.close();
        }
        if (meshPort != null) {
            meshPort.close(shutdownLimit);
        }
        if (authzPort != null) {
            authzPort.close();
        }
        var live = configuration;
        if (live != null) {
            live.close();
        }
        if (tracing != null) {
            tracing.close();
        }
        if (timer != null) {
            timer.shutdownNow();
        }
    }
}
