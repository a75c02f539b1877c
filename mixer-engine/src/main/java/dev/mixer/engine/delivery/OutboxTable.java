package dev.mixer.engine.delivery;

import dev.mixer.engine.config.spec.Durability;
import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.engine.spool.FolderDisk;
import dev.mixer.engine.spool.Spool;
import dev.mixer.spi.Sender;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The outboxes that are open, one for each handler and durability. An outbox outlives the handlers that send for it: an
 * edited handler goes on where its predecessor stopped, also after a restart.
 */
public final class OutboxTable {
    /** How long records may still be sent when their handler is gone or the host ends. */
    public static final Duration FLUSH_LIMIT = Duration.ofSeconds(5);

    private static final System.Logger LOG = System.getLogger(OutboxTable.class.getName());
    private static final long LARGEST_SEGMENT = 64L << 20;
    /** So many segments at least fill the room: it is given back one segment at a time. */
    private static final int SEGMENTS = 16;

    private static final long GRACE_SECONDS = 2;

    /** What outboxes live on; as of handlers. */
    public record Services(
            InstantSource clock, ScheduledExecutorService timer, Executor workers, MeterRegistry meters, Path folder) {}

    /**
     * Which outbox.
     *
     * @param handler {@code name.namespace}
     */
    record Key(String handler, Durability durability) {}

    private record Held(Outbox outbox, FolderLock lock) {}

    private final Services services;
    private final Map<Key, Held> open = new ConcurrentHashMap<>();
    private final LongSupplier random = new SecureRandom()::nextLong;

    /** A table without outboxes. */
    public OutboxTable(Services services) {
        this.services = services;
        services.meters().publish(() -> DeliveryMeters.families(outboxes()));
    }

    /** The outbox of a handler; opened, with nobody who sends for it yet, where there is none. */
    public Outbox open(String handler, DeliverySettings settings) throws IOException {
        var key = new Key(handler, settings.durability());
        var held = open.get(key);
        if (held == null) {
            held = openNow(key, settings);
            open.put(key, held);
        }
        return held.outbox();
    }

    private Held openNow(Key key, DeliverySettings settings) throws IOException {
        var folder = services.folder()
                .resolve(key.handler())
                .resolve(key.durability().name().toLowerCase(Locale.ROOT));
        var disk = new FolderDisk(folder);
        var lock = FolderLock.take(folder);
        try {
            var store = key.durability() == Durability.SPOOL
                    ? new SpoolStore(Spool.open(disk, segmentBytes(settings), random))
                    : MemoryStore.open(disk, random);
            var loop = new SerialLoop(services.workers(), services.timer(), services.clock());
            return new Held(new Outbox(key.handler(), settings, store, disk, loop, LOG), lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static long segmentBytes(DeliverySettings settings) {
        return Math.min(LARGEST_SEGMENT, settings.spool().bytes() / SEGMENTS);
    }

    /** Has {@code sender} send what is in {@code outbox}, as {@code settings} say, from now on. */
    public void use(Outbox outbox, DeliverySettings settings, Sender sender, ClassLoader loader) {
        outbox.use(
                settings,
                new SenderCourier(sender, loader, settings.sendLimit(), services.workers(), services.timer()));
    }

    /** The outboxes that are open. */
    public Collection<Outbox> outboxes() {
        return open.values().stream().map(Held::outbox).toList();
    }

    /** Ends all outboxes but these: what waits is sent for a while, and what is left stays on disk. */
    public void retain(Collection<Outbox> wanted) {
        var gone = new ArrayList<Key>();
        open.forEach((key, held) -> {
            if (!wanted.contains(held.outbox())) {
                gone.add(key);
            }
        });
        close(gone);
    }

    /** Ends all outboxes, as {@link #retain} does. */
    public void close() {
        close(List.copyOf(open.keySet()));
    }

    private void close(List<Key> gone) {
        var endings = gone.stream()
                .map(key -> {
                    var held = open.get(key);
                    return held == null ? null : Map.entry(key, held.outbox().close(FLUSH_LIMIT));
                })
                .filter(java.util.Objects::nonNull)
                .toList();
        for (var ending : endings) {
            try {
                ending.getValue().get(FLUSH_LIMIT.toSeconds() + GRACE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "handler " + ending.getKey().handler() + ": its records",
                        e);
            }
            var held = open.remove(ending.getKey());
            if (held != null) {
                release(ending.getKey(), held);
            }
        }
    }

    private static void release(Key key, Held held) {
        long waiting = held.outbox().books().waiting();
        if (waiting > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "handler {0}: {1} records could not be sent; they wait on disk for its next start",
                    key.handler(),
                    waiting);
        }
        try {
            held.lock().close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "handler " + key.handler() + ": its folder", e);
        }
    }
}
