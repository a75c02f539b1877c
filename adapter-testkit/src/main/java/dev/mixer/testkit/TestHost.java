package dev.mixer.testkit;

import dev.mixer.spi.Host;
import dev.mixer.spi.MetricFamily;
import dev.mixer.spi.SeriesSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The host of an adapter under test: time stands still until the test moves it, and everything that the adapter says can
 * be read. Closing it ends what the adapter scheduled and published, and deletes its folder.
 */
public final class TestHost implements Host, AutoCloseable {
    private final FakeClock clock;
    private final RecordingLogger logger = new RecordingLogger();
    private final RecordingMeters meters = new RecordingMeters();
    private final FakeScheduler scheduler;
    private final List<SeriesSource> sources = new CopyOnWriteArrayList<>();
    private @Nullable Path folder;

    /**
     * What was logged.
     *
     * @param thrown the failure logged with the message; absent: none
     */
    public record LogLine(
            System.Logger.Level level,
            String message,
            @Nullable Throwable thrown) {}

    private TestHost(FakeClock clock, boolean deferring) {
        this.clock = clock;
        this.scheduler = new FakeScheduler(clock, logger, deferring);
    }

    /** A host whose scheduler executes work without a delay at once, on the caller's thread. */
    public static TestHost create() {
        return new TestHost(new FakeClock(), false);
    }

    /** A host whose scheduler keeps work without a delay until {@link #runWaiting}. */
    public static TestHost deferring() {
        return new TestHost(new FakeClock(), true);
    }

    /** Another handler's host with the same clock, as the one that takes over after an edit gets. */
    public TestHost successor() {
        return new TestHost(clock, false);
    }

    @Override
    public String handlerName() {
        return "test.default";
    }

    @Override
    public FakeClock clock() {
        return clock;
    }

    @Override
    public Host.Scheduler scheduler() {
        return scheduler;
    }

    @Override
    public System.Logger logger() {
        return logger;
    }

    @Override
    public Host.Meters meters() {
        return meters;
    }

    @Override
    public AutoCloseable publish(SeriesSource source) {
        sources.add(source);
        return () -> sources.remove(source);
    }

    @Override
    public synchronized Path folder() {
        try {
            if (folder == null) {
                folder = Files.createTempDirectory("handler");
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Moves the clock; timed work runs on the caller's thread. */
    public void advance(Duration duration) {
        clock.advance(duration);
    }

    /** Runs the work that {@link #deferring} kept. */
    public void runWaiting() {
        scheduler.runWaiting();
    }

    /** What was logged so far. */
    public List<LogLine> logLines() {
        return logger.lines();
    }

    /** What a counter has counted; 0 where there is none of that name and those labels. */
    public long count(String counter, String... labelsAndValues) {
        return meters.count(counter, labelsAndValues);
    }

    /** What a gauge shows. */
    public double gauge(String gauge, String... labelsAndValues) {
        return meters.value(gauge, labelsAndValues);
    }

    /** What a scrape would show now. */
    public List<MetricFamily> series() {
        var families = new ArrayList<MetricFamily>();
        for (var source : sources) {
            families.addAll(source.collect());
        }
        return families;
    }

    /** The family of a name, as a scrape would show it now. */
    public Optional<MetricFamily> family(String name) {
        return series().stream().filter(family -> family.name().equals(name)).findFirst();
    }

    @Override
    public synchronized void close() {
        scheduler.end();
        sources.clear();
        if (folder != null) {
            delete(folder);
        }
    }

    private static void delete(Path root) {
        try (var paths = Files.walk(root)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
