package dev.mixer.bench;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.settings.SettingsReader;
import dev.mixer.engine.config.source.ConfigFile;
import dev.mixer.engine.config.source.ConfigFiles;
import dev.mixer.engine.dispatch.LiveConfiguration;
import dev.mixer.engine.dispatch.Mixer;
import dev.mixer.engine.handler.HandlerTable;
import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.engine.rule.CompiledRule;
import dev.mixer.engine.rule.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Which rules apply to a call. Each call is one of the middle of the rules, and exactly one or two rules apply. */
@State(Scope.Benchmark)
public class RuleIndexBenchmark {
    /** What the rules of a configuration have in common; {@code #} is a rule's number. */
    public enum Shape {
        HOST("request.host == \"host#.example.com\""),
        ONE_HOST_AND_A_HEADER(
                "request.host == \"host5.example.com\" && (request.headers[\"x-tenant\"] | \"none\") == \"tenant#\""),
        PATH_PREFIX("request.path.startsWith(\"/path#/\")"),
        SUFFIX("match(request.host, \"*t#.example.com\")"),
        EITHER_OF_TWO("request.host == \"host#.example.com\" || source.user == \"user#\""),
        HOST_AND_1_PERCENT_REGEXES("request.host == \"host#.example.com\"");

        private final String match;

        Shape(String match) {
            this.match = match;
        }

        String match(int rule) {
            if (this == HOST_AND_1_PERCENT_REGEXES && rule % 100 == 99) {
                return "\"^/path" + rule + "/items/.*[.]json$\".matches(request.path)";
            }
            return match.replace("#", String.valueOf(rule));
        }
    }

    /** How many rules there are. */
    @Param({"10", "10000"})
    public int rules;

    /** The shape measured. */
    @Param
    public Shape shape = Shape.HOST;

    private final Mixer mixer = new Mixer(new MeterRegistry());
    private final Calls call = Calls.to(5);
    private @Nullable LiveConfiguration configuration;
    private @Nullable Snapshot snapshot;

    /** Puts the rules in force. */
    @Setup
    public void configure() {
        var yaml = new StringBuilder();
        for (int rule = 0; rule < rules; rule++) {
            yaml.append("""
                    ---
                    apiVersion: config.istio.io/v1alpha2
                    kind: rule
                    metadata: {name: r%d, namespace: istio-system}
                    spec:
                      match: >-
                        %s
                      requestHeaderOperations: [{name: x-rule, values: ['"yes"']}]
                    """.formatted(rule, shape.match(rule)));
        }
        var meters = new MeterRegistry();
        var timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().factory());
        var services = new HandlerTable.Services(
                InstantSource.system(),
                timer,
                Executors.newVirtualThreadPerTaskExecutor(),
                meters,
                Path.of(System.getProperty("java.io.tmpdir")),
                Duration.ofSeconds(5));
        var settings = new SettingsReader()
                .read(null, Map.of(), List.of(), new Problems())
                .orElseThrow();
        configuration = new LiveConfiguration(AdapterCatalog.load(List.of()), settings, mixer, services);
        var state = configuration.apply(ConfigFiles.of(ConfigFile.of("rules.yaml", yaml.toString())));
        snapshot = mixer.snapshot();
        if (state.hasErrors() || matching().isEmpty()) {
            throw new IllegalStateException("no rule applies: " + state.problems());
        }
    }

    /** Closes what {@link #configure} has opened. */
    @TearDown
    public void close() {
        if (configuration != null) {
            configuration.close();
        }
    }

    /** The rules that apply to the call. */
    @Benchmark
    public List<CompiledRule> matching() {
        if (snapshot == null) {
            return List.of();
        }
        return snapshot.deciding().matching(new AttributeReader(snapshot.slots(), call), "shop");
    }
}
