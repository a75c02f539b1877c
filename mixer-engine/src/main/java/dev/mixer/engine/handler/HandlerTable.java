package dev.mixer.engine.handler;

import dev.mixer.engine.config.spec.Durability;
import dev.mixer.engine.delivery.DeliverySettings;
import dev.mixer.engine.delivery.Outbox;
import dev.mixer.engine.delivery.OutboxTable;
import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.spi.Adapter;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Sender;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The handlers that are open. {@link #prepare} opens what a new configuration wants beside what is there; the caller then
 * commits or abandons it, so that a configuration takes effect whole or not at all. Used by one thread at a time.
 */
public final class HandlerTable {
    /**
     * What handlers live on.
     *
     * @param clock the time
     * @param timer runs short work later; must remove what is cancelled
     * @param workers runs work that may block
     * @param meters where counters go
     * @param folder the parent of the handlers' own folders
     * @param startLimit the longest that opening one handler may take
     */
    public record Services(
            InstantSource clock,
            ScheduledExecutorService timer,
            Executor workers,
            MeterRegistry meters,
            Path folder,
            Duration startLimit) {}

    private final Services services;
    private final OutboxTable outboxes;
    private volatile Map<String, OpenHandler> open = Map.of();
    /** The outboxes of the set in force; one that was opened for a set that is given up is closed again. */
    private List<Outbox> used = List.of();

    /** A table without handlers. */
    public HandlerTable(Services services) {
        this.services = services;
        this.outboxes = new OutboxTable(new OutboxTable.Services(
                services.clock(), services.timer(), services.workers(), services.meters(), services.folder()));
    }

    /**
     * A set of handlers that could be opened, not in force yet.
     *
     * @param handlers by name
     * @param failures handler name to why it could not be opened; if not empty, the set must be abandoned
     */
    public record Prepared(Map<String, LiveHandler> handlers, Map<String, String> failures, Change change) {}

    /** What commits or abandons a set. */
    public sealed interface Change permits Pending {}

    record Pending(Map<String, OpenHandler> next, List<OpenHandler> fresh, Map<String, Sending> sending)
            implements Change {}

    /** What is sent for a handler, and how. */
    record Sending(Outbox outbox, DeliverySettings settings, OpenHandler handler, Sender sender) {}

    /** Opens what {@code specs} want and is not open yet, takes over what is. */
    public Prepared prepare(List<HandlerSpec> specs) {
        var next = new LinkedHashMap<String, OpenHandler>();
        var fresh = new ArrayList<OpenHandler>();
        var live = new HashMap<String, LiveHandler>();
        var failures = new TreeMap<String, String>();
        var sending = new HashMap<String, Sending>();
        for (var spec : specs) {
            var previous = open.get(spec.name());
            OpenHandler handler;
            if (previous != null && previous.spec().opensLike(spec)) {
                handler = previous;
            } else {
                try {
                    handler = open(spec, previous != null && previous.spec().sameAdapter(spec) ? previous : null);
                    fresh.add(handler);
                } catch (AdapterException e) {
                    failures.put(spec.name(), String.valueOf(e.getMessage()));
                    continue;
                }
            }
            next.put(spec.name(), handler);
            try {
                sending(spec, handler).ifPresent(own -> sending.put(spec.name(), own));
            } catch (IOException e) {
                failures.put(spec.name(), "cannot keep its records: " + e.getMessage());
                continue;
            }
            var own = sending.get(spec.name());
            live.put(spec.name(), new LiveHandler(spec, handler, services.timer(), own == null ? null : own.outbox()));
        }
        return new Prepared(Map.copyOf(live), failures, new Pending(next, fresh, sending));
    }

    /**
     * Puts a set in force.
     *
     * @return closes the handlers that are gone; to be run after their last call
     */
    public Runnable commit(Prepared prepared) {
        var pending = (Pending) prepared.change();
        var gone = new ArrayList<OpenHandler>();
        for (var handler : open.values()) {
            if (!pending.next().containsValue(handler)) {
                gone.add(handler);
            }
        }
        open = pending.next();
        pending.sending().values().forEach(this::send);
        var wanted = pending.sending().values().stream().map(Sending::outbox).toList();
        used = wanted;
        return () -> {
            // Before the handlers that could still send it.
            outboxes.retain(wanted);
            gone.forEach(this::close);
        };
    }

    private void send(Sending sending) {
        var loader = sending.handler().loader();
        outboxes.use(sending.outbox(), sending.settings(), sending.sender(), loader);
    }

    private Optional<Sending> sending(HandlerSpec spec, OpenHandler handler) throws IOException {
        var sender = handler.handler().sender();
        if (sender.isEmpty()) {
            if (spec.delivery().durability() == Durability.SPOOL) {
                throw new IOException("durability SPOOL: adapter "
                        + spec.adapter().name() + " records at once and keeps nothing that could be sent later");
            }
            return Optional.empty();
        }
        var outbox = outboxes.open(spec.name(), spec.delivery());
        return Optional.of(new Sending(outbox, spec.delivery(), handler, sender.get()));
    }

    /** What waits to be sent. */
    public Collection<Outbox> outboxes() {
        return outboxes.outboxes();
    }

    /** Closes what was opened for a set that is not wanted. */
    public void abandon(Prepared prepared) {
        var pending = (Pending) prepared.change();
        outboxes.retain(used);
        pending.fresh().forEach(OpenHandler::close);
    }

    /** Closes everything; calls must have ended. */
    public void close() {
        outboxes.close();
        open.values().forEach(OpenHandler::close);
        open = Map.of();
    }

    private void close(OpenHandler handler) {
        handler.close();
        var name = handler.spec().name();
        if (!open.containsKey(name)) {
            services.meters().removeLabelled("handler", name);
        }
    }

    private OpenHandler open(HandlerSpec spec, @Nullable OpenHandler previous) throws AdapterException {
        var loader = spec.adapter().adapter().getClass().getClassLoader();
        var host = new HandlerHost(spec.name(), loader, services);
        try {
            var handler = inTime(spec, loader, () -> openNow(spec, host, previous));
            return new OpenHandler(spec, handler, host, services.meters());
        } catch (AdapterException e) {
            host.close();
            throw e;
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the parameters were bound to the adapter's own record
    private static Handler openNow(HandlerSpec spec, HandlerHost host, @Nullable OpenHandler previous)
            throws AdapterException {
        Adapter adapter = spec.adapter().adapter();
        return previous == null
                ? adapter.open(spec.parameters(), host)
                : adapter.reopen(spec.parameters(), host, previous.handler());
    }

    private Handler inTime(HandlerSpec spec, ClassLoader loader, Callable<@Nullable Handler> opening)
            throws AdapterException {
        var opened = new CompletableFuture<Handler>();
        var thread = new Thread(() -> openInto(opened, opening), "open " + spec.name());
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            return opened.get(services.startLimit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            giveUp(opened, thread);
            throw AdapterException.permanent(
                    "adapter " + spec.adapter().name() + " did not open within "
                            + services.startLimit().toMillis() + " ms",
                    e);
        } catch (InterruptedException e) {
            giveUp(opened, thread);
            Thread.currentThread().interrupt();
            throw AdapterException.transientFailure("interrupted while opening", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AdapterException failure) {
                throw failure;
            }
            throw AdapterException.permanent("adapter " + spec.adapter().name() + " failed: " + e.getCause(), e);
        }
    }

    /** Opens on the thread that runs it; a handler that comes too late is closed, for nobody else knows it. */
    private static void openInto(CompletableFuture<Handler> opened, Callable<@Nullable Handler> opening) {
        try {
            var handler = opening.call();
            if (handler == null) {
                opened.completeExceptionally(AdapterException.permanent("the adapter opened nothing", null));
            } else if (!opened.complete(handler)) {
                handler.close();
            }
        } catch (Throwable e) {
            opened.completeExceptionally(e);
        }
    }

    private static void giveUp(CompletableFuture<Handler> opened, Thread thread) {
        opened.cancel(false);
        thread.interrupt();
    }
}
