package dev.mixer.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mixer.adapters.opa.builtin.Builtins;
import dev.mixer.adapters.opa.projection.InputPaths;
import dev.mixer.adapters.opa.projection.InputWriter;
import dev.mixer.adapters.opa.projection.PlanReader;
import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.adapters.opa.wasm.EngineSettings;
import dev.mixer.adapters.opa.wasm.InstanceLimits;
import dev.mixer.adapters.opa.wasm.PolicyEngine;
import dev.mixer.adapters.opa.wasm.PolicyFailedException;
import dev.mixer.adapters.opa.wasm.PolicyModule;
import dev.mixer.adapters.opa.wasm.Watchdog;
import dev.mixer.testkit.backend.Backends;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One decision of a role-based policy in Rego; each call has one role of ten rules, of which the last allows it. */
@State(Scope.Benchmark)
public class RegoBenchmark {
    private static final String ENTRYPOINT = "envoy/authz/allow";

    /** How many rules are in the policy's data, ten a role. */
    @Param({"10", "1000", "10000"})
    public int rules;

    private @Nullable Watchdog watchdog;
    private @Nullable PolicyEngine engine;
    private @Nullable InputWriter writer;
    private int entrypoint;
    private byte[] whole = new byte[0];
    private byte[] projected = new byte[0];
    private RegoValue input = RegoValue.of(false);

    /** Compiles the policy and warms up one instance. */
    @Setup
    public void open() throws Exception {
        var module = PolicyModule.parse(built("wasm", "/policy.wasm"), InstanceLimits.STANDARD);
        entrypoint = module.entrypoint(ENTRYPOINT).orElseThrow();
        var settings = EngineSettings.standard(Builtins.NONE)
                .withInstances(1)
                .withLimits(new InstanceLimits(4_096, 1 << 20))
                .withTimeLimit(Duration.ofSeconds(1));
        watchdog = new Watchdog();
        engine = new PolicyEngine(module.compile(), data(rules / 10).getBytes(UTF_8), settings, watchdog);
        whole = request(rules / 20).getBytes(UTF_8);
        input = Json.parse(whole);
        InputPaths paths = PlanReader.of(built("plan", "/plan.json")).read(List.of(ENTRYPOINT));
        writer = new InputWriter(paths);
        projected = java.util.Arrays.copyOf(writeInput(), writer.length());
        engine.warmUp(entrypoint, List.of(whole, projected), 3_000);
        if (!decideOnWholeInput() || !decideOnProjectedInput()) {
            throw new IllegalStateException("the policy does not allow what it should");
        }
        System.out.println("rego: whole input " + whole.length + " B, projected " + projected.length + " B, "
                + engine.memoryPages() * InstanceLimits.PAGE / 1024 + " KiB an instance");
    }

    /** Stops the engine. */
    @TearDown
    public void close() {
        if (engine != null && watchdog != null) {
            engine.close();
            watchdog.close();
        }
    }

    /** The whole input as bytes. */
    @Benchmark
    public boolean decideOnWholeInput() throws PolicyFailedException {
        return engine != null
                && engine.evaluate(entrypoint, whole, whole.length).isTrue();
    }

    /** The parts of the input that the policy reads, as bytes. */
    @Benchmark
    public boolean decideOnProjectedInput() throws PolicyFailedException {
        return engine != null
                && engine.evaluate(entrypoint, projected, projected.length).isTrue();
    }

    /** Writing the parts that the policy reads. */
    @Benchmark
    public byte[] writeInput() {
        if (writer == null) {
            return whole;
        }
        writer.begin();
        writer.value(input);
        return writer.bytes();
    }

    private static byte[] built(String target, String file) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("rego");
        try (var source = RegoBenchmark.class.getResourceAsStream("/rbac.rego")) {
            if (source == null) {
                throw new IOException("rbac.rego is missing");
            }
            var rego = folder.resolve("rbac.rego");
            Files.copy(source, rego);
            var bundle = folder.resolve("bundle.tar.gz");
            run(
                    Backends.opa().toString(),
                    "build",
                    "-t",
                    target,
                    "-e",
                    ENTRYPOINT,
                    "-o",
                    bundle.toString(),
                    rego.toString());
            run("tar", "-xzPf", bundle.toString(), "-C", folder.toString(), "--transform", "s,^/,,", file);
            return Files.readAllBytes(folder.resolve(file.substring(1)));
        } finally {
            delete(folder);
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException(command[0] + " failed");
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static String data(int roles) {
        return IntStream.range(0, roles)
                .mapToObj(role -> "\"role" + role + "\":"
                        + IntStream.range(0, 10)
                                .mapToObj(rule -> "{\"method\":\"GET\",\"prefix\":\"/svc" + role + "/p" + rule + "/\"}")
                                .collect(Collectors.joining(",", "[", "]")))
                .collect(Collectors.joining(",", "{\"roles\":{", "}}"));
    }

    /** As Envoy's own OPA plug-in passes a request of a mesh. */
    private static String request(int role) {
        return """
                {"attributes":{"source":{"address":{"socketAddress":{"address":"10.12.3.4","portValue":30001}},
                "principal":"spiffe://cluster.local/ns/bookinfo/sa/productpage"},
                "destination":{"address":{"socketAddress":{"address":"10.12.7.9","portValue":9080}},
                "principal":"spiffe://cluster.local/ns/bookinfo/sa/reviews"},
                "request":{"time":"2026-11-18T10:00:00Z","http":{"id":"1","method":"GET","headers":{
                ":authority":"reviews:9080",":method":"GET",":path":"/svc%1$d/p9/items/7",":scheme":"http","accept":"*/*",
                "accept-encoding":"gzip","user-agent":"Mozilla/5.0 (X11; Linux x86_64)","x-forwarded-proto":"http",
                "x-forwarded-for":"10.12.3.4","x-request-id":"0f1e2d3c4b5a69788796a5b4c3d2e1f0","x-role":"role%1$d",
                "content-length":"0","x-b3-traceid":"0f1e2d3c4b5a6978","x-b3-spanid":"8796a5b4c3d2e1f0","x-b3-sampled":"1"},
                "path":"/svc%1$d/p9/items/7","host":"reviews:9080","scheme":"http","protocol":"HTTP/1.1"}},
                "metadataContext":{},"routeMetadataContext":{}},"parsed_path":["svc%1$d","p9","items","7"],"parsed_query":{},
                "parsed_body":null,"truncated_body":false,"version":{"encoding":"protojson","ext_authz":"v3"}}""".formatted(role).replace("\n", "");
    }
}
