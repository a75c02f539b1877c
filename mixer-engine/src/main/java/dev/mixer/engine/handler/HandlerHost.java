package dev.mixer.engine.handler;

import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.spi.Host;
import dev.mixer.spi.SeriesSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** What one handler gets from this host. Everything that it scheduled or published ends in {@link #close}. */
final class HandlerHost implements Host, Host.Scheduler, Host.Meters, AutoCloseable {
    private final String handlerName;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;
    private final Executor workers;
    private final MeterRegistry meters;
    private final Path folder;
    private final System.Logger logger;
    private final ClassLoader loader;
    private final Set<Cancellable> open = ConcurrentHashMap.newKeySet();
    private final MeterRegistry.Counter workFailures;
    private volatile boolean closed;

    HandlerHost(String handlerName, ClassLoader loader, HandlerTable.Services services) {
        this.handlerName = handlerName;
        this.loader = loader;
        this.clock = services.clock();
        this.timer = services.timer();
        this.workers = services.workers();
        this.meters = services.meters();
        this.folder = services.folder().resolve(handlerName);
        this.logger = System.getLogger("dev.mixer.handler." + handlerName);
        this.workFailures = meters.counter(
                "mixer_handler_background_failures_total",
                "Scheduled work of a handler that ended in an exception.",
                "handler",
                handlerName);
    }

    @Override
    public String handlerName() {
        return handlerName;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public Scheduler scheduler() {
        return this;
    }

    @Override
    public System.Logger logger() {
        return logger;
    }

    @Override
    public Meters meters() {
        return this;
    }

    @Override
    public Path folder() {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the handler's folder " + folder, e);
        }
    }

    @Override
    public AutoCloseable publish(SeriesSource source) {
        return track(meters.publish(source));
    }

    @Override
    public Counter counter(String name, String description, String... labelsAndValues) {
        return meters.counter("mixer_handler_" + name, description, withHandler(labelsAndValues));
    }

    @Override
    public void gauge(String name, String description, DoubleSupplier value, String... labelsAndValues) {
        meters.gauge("mixer_handler_" + name, description, value, withHandler(labelsAndValues));
    }

    @Override
    public void execute(Runnable work) {
        if (!closed) {
            workers.execute(() -> guarded(work));
        }
    }

    @Override
    public Cancellable after(Duration delay, Runnable work) {
        var task = new Delayed(work);
        open.add(task);
        task.future = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return task;
    }

    @Override
    public Cancellable every(Duration period, Runnable work) {
        var cancelled = new AtomicBoolean();
        scheduleNext(period, work, cancelled);
        return track(() -> cancelled.set(true));
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(Cancellable::close);
        open.clear();
    }

    /** Work that runs once, later; forgotten when it has run or is cancelled. */
    private final class Delayed implements Runnable, Cancellable {
        private final Runnable work;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile @Nullable Future<?> future;

        Delayed(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            if (end()) {
                execute(work);
            }
        }

        @Override
        public void close() {
            var scheduled = future;
            if (end() && scheduled != null) {
                scheduled.cancel(false);
            }
        }

        private boolean end() {
            open.remove(this);
            return !over.getAndSet(true);
        }
    }

    private void scheduleNext(Duration period, Runnable work, AtomicBoolean cancelled) {
        if (closed || cancelled.get()) {
            return;
        }
        var _ = timer.schedule(
                () -> execute(() -> {
                    if (!cancelled.get()) {
                        try {
                            guarded(work);
                        } finally {
                            scheduleNext(period, work, cancelled);
                        }
                    }
                }),
                period.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    private Cancellable track(Cancellable cancellable) {
        open.add(cancellable);
        return () -> {
            open.remove(cancellable);
            cancellable.close();
        };
    }

    private void guarded(Runnable work) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            work.run();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            workFailures.increment();
            logger.log(System.Logger.Level.WARNING, "handler " + handlerName + ": scheduled work failed", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private String[] withHandler(String... labelsAndValues) {
        var all = Arrays.copyOf(labelsAndValues, labelsAndValues.length + 2);
        all[labelsAndValues.length] = "handler";
        all[labelsAndValues.length + 1] = handlerName;
        return all;
    }
}
