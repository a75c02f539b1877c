package dev.mixer.bench;

import dev.mixer.engine.config.spec.DeliverySpec;
import dev.mixer.engine.config.spec.DeliverySpec.Ack;
import dev.mixer.engine.config.spec.Durability;
import dev.mixer.engine.delivery.Admission;
import dev.mixer.engine.delivery.DeliverySettings;
import dev.mixer.engine.delivery.Outbox;
import dev.mixer.engine.delivery.OutboxTable;
import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.spi.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Two callers report without pause, each with up to 256 reports on their way, ten records of 300 bytes; the backend takes all at once. */
public final class SpoolThroughput {
    private static final int CALLERS = 2;
    private static final int ON_THEIR_WAY = 256;
    private static final int RECORDS = 10;
    private static final int BYTES = 300;
    private static final int MOST = 1 << 20;

    private SpoolThroughput() {}

    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        System.out.println("| outbox | records/s accepted | delivered in all | CPU µs a record | p50 ms | p99 ms of a report |");
        System.out.println("|---|---:|---:|---:|---:|---:|");
        measure("memory", Durability.MEMORY, Ack.WRITE, seconds);
        measure("spool, ack WRITE", Durability.SPOOL, Ack.WRITE, seconds);
        measure("spool, ack FSYNC every 10 ms", Durability.SPOOL, Ack.FSYNC, seconds);
        System.exit(0);
    }

    private static void measure(String name, Durability durability, Ack ack, int seconds) throws Exception {
        var folder = Files.createTempDirectory(Path.of("target"), "spool");
        var timer = new ScheduledThreadPoolExecutor(1);
        var workers = Executors.newVirtualThreadPerTaskExecutor();
        var table = new OutboxTable(
                new OutboxTable.Services(InstantSource.system(), timer, workers, new MeterRegistry(), folder));
        var spec = new DeliverySpec(
                ack, Duration.ofMillis(10), null, null, DeliverySpec.WhenFull.REFUSE, null, null, null, null, null);
        var settings = DeliverySettings.of(durability, spec);
        var outbox = table.open("bench.default", settings);
        var delivered = new AtomicLong();
        table.use(
                outbox,
                settings,
                batch -> {
                    delivered.addAndGet(batch.size());
                    return Receipt.COMPLETE;
                },
                SpoolThroughput.class.getClassLoader());
        run(outbox, 3);
        long before = outbox.books().accepted();
        long cpu = cpuNanos();
        long start = System.nanoTime();
        var latencies = run(outbox, seconds);
        double elapsed = (System.nanoTime() - start) / 1e9;
        long records = outbox.books().accepted() - before;
        double cpuPerRecord = (cpuNanos() - cpu) / 1e3 / records;
        table.close();
        System.out.printf(
                Locale.ROOT,
                "| %s | %,.0f | %,d of %,d | %.2f | %.2f | %.2f |%n",
                name,
                records / elapsed,
                delivered.get(),
                outbox.books().accepted(),
                cpuPerRecord,
                latencies[latencies.length / 2] / 1e6,
                latencies[(int) (latencies.length * 0.99)] / 1e6);
        timer.shutdownNow();
        workers.shutdownNow();
        delete(folder);
    }

    private static long[] run(Outbox outbox, int seconds) throws InterruptedException {
        var latencies = new long[CALLERS][];
        var threads = new Thread[CALLERS];
        for (int i = 0; i < CALLERS; i++) {
            int number = i;
            threads[i] = Thread.ofPlatform().start(() -> latencies[number] = call(outbox, seconds));
        }
        for (var thread : threads) {
            thread.join();
        }
        var all = Arrays.stream(latencies).flatMapToLong(Arrays::stream).sorted().toArray();
        return all;
    }

    private static long[] call(Outbox outbox, int seconds) {
        var report = Collections.nCopies(RECORDS, new byte[BYTES]);
        var taken = new AtomicLongArray(MOST);
        var count = new AtomicInteger();
        var free = new Semaphore(ON_THEIR_WAY);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            free.acquireUninterruptibly();
            long start = System.nanoTime();
            if (outbox.reserve(report) instanceof Admission.Granted place) {
                var _ = place.commit().whenComplete((_, _) -> {
                    taken.set(count.getAndIncrement() % MOST, System.nanoTime() - start);
                    free.release();
                });
            } else {
                free.release();
                Thread.onSpinWait();
            }
        }
        free.acquireUninterruptibly(ON_THEIR_WAY);
        int size = Math.min(count.get(), MOST);
        var latencies = new long[size];
        Arrays.setAll(latencies, taken::get);
        return latencies;
    }

    private static long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElseThrow()
                .toNanos();
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
