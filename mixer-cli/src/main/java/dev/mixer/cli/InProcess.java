package dev.mixer.cli;

import dev.mixer.engine.attribute.MapBag;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.config.settings.HostSettings;
import dev.mixer.engine.config.source.FolderSource;
import dev.mixer.engine.dispatch.Call;
import dev.mixer.engine.dispatch.InvalidRequestException;
import dev.mixer.engine.dispatch.LiveConfiguration;
import dev.mixer.engine.dispatch.Mixer;
import dev.mixer.engine.handler.HandlerTable;
import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.spi.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;

/** A whole Mixer for one question: opens the handlers of a configuration and asks them. */
final class InProcess implements Oracle {
    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService workers = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("worker-", 0).factory());
    private final Path folder;
    private final Mixer mixer;
    private final LiveConfiguration configuration;

    /** Opens nothing yet. */
    InProcess(AdapterCatalog catalog, HostSettings settings) {
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        try {
            this.folder = Files.createTempDirectory("mixer-check");
        } catch (IOException e) {
            throw new NoAnswerException("no temporary folder: " + e);
        }
        var meters = new MeterRegistry();
        this.mixer = new Mixer(meters);
        this.configuration = new LiveConfiguration(
                catalog,
                settings,
                mixer,
                new HandlerTable.Services(
                        InstantSource.system(), timer, workers, meters, folder, settings.startLimit()));
    }

    /** Puts a configuration in force; answers its problems where it cannot be, a line each. */
    List<String> apply(List<Path> folders) {
        try (var source = new FolderSource(folders)) {
            var state = configuration.apply(source.read());
            return state.hasErrors() ? state.problems() : List.of();
        }
    }

    /** The rules and policies in force, as {@code rule NAME} and {@code policy NAME}. */
    List<String> names() {
        var snapshot = mixer.snapshot();
        if (snapshot == null) {
            return List.of();
        }
        var names = new ArrayList<String>();
        for (var rules : List.of(snapshot.producing(), snapshot.deciding(), snapshot.tried())) {
            rules.rules().stream()
                    .map(rule -> "rule " + rule.name())
                    .filter(name -> !names.contains(name))
                    .forEach(names::add);
        }
        snapshot.policies().names().forEach(policy -> names.add("policy " + policy));
        return names;
    }

    @Override
    public Map<?, ?> check(Function<Vocabulary, Map<String, Object>> attributes, boolean explain) {
        try {
            return Answer.of(mixer.check(new Call(
                            vocabulary -> MapBag.of(attributes.apply(vocabulary)),
                            System.nanoTime() + Call.DEFAULT_PATIENCE_NANOS,
                            new Call.Quotas.EachOnce(),
                            explain))
                    .join());
        } catch (InvalidRequestException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** As {@link #check}, of a message that may not be valid: it is then refused, as the server refuses it. */
    Map<?, ?> answer(Call.AttributeSource attributes, boolean explain) {
        try {
            return Answer.of(mixer.check(new Call(
                            attributes,
                            System.nanoTime() + Call.DEFAULT_PATIENCE_NANOS,
                            new Call.Quotas.EachOnce(),
                            explain))
                    .join());
        } catch (InvalidRequestException e) {
            return Answer.of(Status.of(Status.Code.INVALID_ARGUMENT, String.valueOf(e.getMessage())));
        }
    }

    @Override
    public Map<?, ?> report(Function<Vocabulary, Map<String, Object>> attributes) {
        try {
            return Answer.of(mixer.report(
                            vocabulary -> List.of(MapBag.of(attributes.apply(vocabulary))),
                            System.nanoTime() + Call.DEFAULT_PATIENCE_NANOS)
                    .join());
        } catch (InvalidRequestException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        configuration.close();
        workers.shutdownNow();
        timer.shutdownNow();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
