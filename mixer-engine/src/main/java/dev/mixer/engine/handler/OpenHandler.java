package dev.mixer.engine.handler;

import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.BackendState;
import dev.mixer.spi.Handler;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A handler that is open, with its own threads and counters; kept across reloads as long as its specification stays. */
final class OpenHandler {
    private static final long IDLE_THREAD_SECONDS = 10;

    private final HandlerSpec spec;
    private final Handler handler;
    private final HandlerHost host;
    private final ClassLoader loader;
    private final ExecutorService threads;
    final MeterRegistry.Counter calls;
    final MeterRegistry.Counter failures;
    final MeterRegistry.Counter timeouts;
    private final MeterRegistry.Counter holds;
    private final HoldBudget budget = new HoldBudget();
    private volatile boolean demoted;

    OpenHandler(HandlerSpec spec, Handler handler, HandlerHost host, MeterRegistry meters) {
        this.spec = spec;
        this.handler = handler;
        this.host = host;
        this.loader = spec.adapter().adapter().getClass().getClassLoader();
        this.threads = new ThreadPoolExecutor(
                0,
                spec.maxConcurrentCalls(),
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                this::newThread);
        this.calls = meters.counter("mixer_handler_calls_total", "Calls of a handler.", "handler", spec.name());
        this.failures = meters.counter(
                "mixer_handler_failures_total", "Calls of a handler that failed.", "handler", spec.name());
        this.timeouts = meters.counter(
                "mixer_handler_timeouts_total", "Calls of a handler that took too long.", "handler", spec.name());
        this.holds = meters.counter(
                "mixer_handler_network_holds_total",
                "Calls that held a network thread for more than 20 ms.",
                "handler",
                spec.name());
    }

    HandlerSpec spec() {
        return spec;
    }

    Handler handler() {
        return handler;
    }

    ClassLoader loader() {
        return loader;
    }

    ExecutorService threads() {
        return threads;
    }

    /** Whether it has held a network thread although it promised not to. */
    boolean demoted() {
        return demoted;
    }

    /** Whether calls run where they arrive. */
    boolean inline() {
        return !demoted && handler.neverBlocks();
    }

    /** Takes note of a call that held a network thread; takes the handler off these threads when it does so too much. */
    void held(long start, long nanos) {
        holds.increment();
        if (budget.use(start, start + nanos) && !demoted) {
            demoted = true;
            host.logger()
                    .log(
                            System.Logger.Level.WARNING,
                            "handler {0}: held network threads for {1} ms in a short time although adapter {2} says"
                                    + " that it does not block; from now on its calls run on threads of their own",
                            spec.name(),
                            budget.usedMillis(),
                            spec.adapter().name());
        }
    }

    BackendState state() {
        var state = handler.state();
        return demoted && state.phase() == BackendState.Phase.READY
                ? BackendState.degraded("blocked a network thread and was demoted")
                : state;
    }

    void close() {
        threads.shutdown();
        try {
            handler.close();
        } catch (AdapterException e) {
            host.logger().log(System.Logger.Level.WARNING, "handler " + spec.name() + ": " + e.getMessage(), e);
        } finally {
            host.close();
        }
    }

    private Thread newThread(Runnable work) {
        var thread = new Thread(work, "handler " + spec.name());
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        return thread;
    }
}
