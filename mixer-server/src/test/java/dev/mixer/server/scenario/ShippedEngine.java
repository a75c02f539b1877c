package dev.mixer.server.scenario;

import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.settings.SettingsReader;
import dev.mixer.engine.config.source.ConfigFile;
import dev.mixer.engine.config.source.ConfigFiles;
import dev.mixer.engine.dispatch.Call;
import dev.mixer.engine.dispatch.Decision;
import dev.mixer.engine.dispatch.InvalidRequestException;
import dev.mixer.engine.dispatch.LiveConfiguration;
import dev.mixer.engine.dispatch.Mixer;
import dev.mixer.engine.handler.HandlerTable;
import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.engine.plugin.AdapterCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An engine without fronts, with the adapters as they are shipped: in plug-in folders of their own loaders. */
final class ShippedEngine implements AutoCloseable {
    private final MeterRegistry meters = new MeterRegistry();
    private final Mixer mixer = new Mixer(meters);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final LiveConfiguration live;

    /** @param folder where handlers keep what is theirs */
    ShippedEngine(Path folder) {
        var settings = new SettingsReader()
                .read(null, Map.of(), List.of(), new Problems())
                .orElseThrow();
        live = new LiveConfiguration(
                AdapterCatalog.load(List.of(Path.of("..", "target", "plugins"))),
                settings,
                mixer,
                new HandlerTable.Services(
                        InstantSource.system(), timer, workers, meters, folder, Duration.ofSeconds(10)));
    }

    /** Applies a configuration of one file, {@code mixer.yaml}. */
    LiveConfiguration.State apply(String yaml) {
        return live.apply(ConfigFiles.of(ConfigFile.of("mixer.yaml", yaml)));
    }

    Decision check(Call call)
            throws InvalidRequestException, InterruptedException, ExecutionException, TimeoutException {
        return mixer.check(call).get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        live.close();
        timer.shutdownNow();
        workers.shutdownNow();
    }
}
