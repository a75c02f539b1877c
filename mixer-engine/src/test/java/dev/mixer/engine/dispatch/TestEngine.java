package dev.mixer.engine.dispatch;

import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.attribute.MapBag;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.settings.SettingsReader;
import dev.mixer.engine.config.source.ConfigFile;
import dev.mixer.engine.config.source.ConfigFiles;
import dev.mixer.engine.handler.HandlerTable;
import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.spi.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** A whole engine in the memory of a test, with the adapters {@code inline}, {@code blocking} and {@code async}. */
final class TestEngine implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    final Script script = new Script();
    final MeterRegistry meters = new MeterRegistry();
    final Mixer mixer = new Mixer(meters);
    final LiveConfiguration live;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final ExecutorService workers = Executors.newCachedThreadPool();

    TestEngine() {
        this(Duration.ofSeconds(10));
    }

    TestEngine(Duration startLimit) {
        this(startLimit, List.of());
    }

    /** @param overrides settings as in {@code key=value} */
    TestEngine(Duration startLimit, List<String> overrides) {
        this(startLimit, overrides, Path.of("target", "handlers"), new Sending());
    }

    /** One that keeps what outlives it in {@code folder}. */
    TestEngine(Path folder, Sending sending) {
        this(Duration.ofSeconds(10), List.of(), folder, sending);
    }

    private TestEngine(Duration startLimit, List<String> overrides, Path folder, Sending sending) {
        timer.setRemoveOnCancelPolicy(true);
        var settings = new SettingsReader()
                .read(null, Map.of(), overrides, new Problems())
                .orElseThrow();
        var catalog = AdapterCatalog.of(
                script.new Actor(Script.Mode.INLINE),
                script.new Actor(Script.Mode.BLOCKING),
                script.new Actor(Script.Mode.ASYNC),
                sending);
        live = new LiveConfiguration(
                catalog,
                settings,
                mixer,
                new HandlerTable.Services(InstantSource.system(), timer, workers, meters, folder, startLimit));
    }

    LiveConfiguration.State apply(String... documents) {
        return live.apply(ConfigFiles.of(ConfigFile.of("test.yaml", String.join("", documents))));
    }

    /** Applies documents that must be valid. */
    TestEngine with(String... documents) {
        var state = apply(documents);
        if (state.hasErrors()) {
            throw new AssertionError(String.join("\n", state.problems()));
        }
        return this;
    }

    Decision check(Map<String, Object> attributes) {
        return check(Call.of(MapBag.of(attributes)));
    }

    Decision check(Map<String, Object> attributes, Call.Quotas quotas) {
        return check(new Call(_ -> MapBag.of(attributes), deadline(), quotas, false));
    }

    Decision check(Call call) {
        try {
            return mixer.check(call).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InvalidRequestException | InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @SafeVarargs
    final Status report(Map<String, Object>... records) {
        var bags = new ArrayList<AttributeBag>();
        for (var record : records) {
            bags.add(MapBag.of(record));
        }
        try {
            return mixer.report(_ -> bags, deadline()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InvalidRequestException | InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    static long deadline() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    }

    /** Waits until something is so; fails where that takes too long. */
    static void await(BooleanSupplier condition) {
        long end = deadline();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come to be");
            }
            Thread.onSpinWait();
        }
    }

    /** A handler of one of the adapters; {@code options} as in {@code timeLimit: 10ms}. */
    static String handler(String name, String adapter, String does, String... options) {
        return resource(
                "handler",
                name,
                "compiledAdapter: " + adapter + ", params: {does: " + does + "}"
                        + (options.length == 0 ? "" : ", " + String.join(", ", options)));
    }

    /** A handler whose parameters differ by a note. */
    static String noted(String name, String does, String note) {
        return resource("handler", name, "compiledAdapter: inline, params: {does: " + does + ", note: " + note + "}");
    }

    /** An instance; {@code params} as in {@code value: 'request.path'}. */
    static String instance(String name, String template, String params) {
        return resource("instance", name, "compiledTemplate: " + template + ", params: {" + params + "}");
    }

    /** A rule; an empty match applies to every call, {@code actions} as in {@code deny: all}. */
    static String rule(String name, String match, String... actions) {
        var list = new StringBuilder();
        for (var action : actions) {
            var parts = action.split(": ", 2);
            list.append(list.isEmpty() ? "" : ", ")
                    .append("{handler: ")
                    .append(parts[0])
                    .append(", instances: [")
                    .append(parts[1])
                    .append("]}");
        }
        return resource("rule", name, (match.isEmpty() ? "" : "match: '" + match + "', ") + "actions: [" + list + "]");
    }

    static String resource(String kind, String name, String spec) {
        return resource(kind, "default", name, spec);
    }

    static String resource(String kind, String namespace, String name, String spec) {
        return """
                ---
                apiVersion: config.istio.io/v1alpha2
                kind: %s
                metadata: {name: %s, namespace: %s}
                spec: {%s}
                """.formatted(kind, name, namespace, spec);
    }

    @Override
    public void close() {
        live.close();
        timer.shutdownNow();
        workers.shutdownNow();
    }
}
