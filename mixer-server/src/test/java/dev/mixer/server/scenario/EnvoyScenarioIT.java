package dev.mixer.server.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.mixer.engine.config.source.FolderSource;
import dev.mixer.testkit.backend.BackendProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A real Envoy, the packaged server and {@code samples/envoy}: what a person sees when they run the sample. */
@Tag("backend")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // the last test ends the server that the others share
class EnvoyScenarioIT {
    private static final Duration START = PackagedServer.START;
    private static final int ALTERNATIONS = 50;
    /** So many requests are answered in each revision, however fast the machine is. */
    private static final int ANSWERS = 100;

    private static final String DENY_ALICE = "(request.headers[\"x-user\"] | \"none\") == \"alice\"";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int inbound = BackendProcess.freePort();
    private final int admin = BackendProcess.freePort();
    private HttpServer application;
    private PackagedServer mixer;
    private BackendProcess envoy;
    private Path config;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.setExecutor(Executors.newFixedThreadPool(2));
        application.createContext("/", exchange -> {
            var seen = String.valueOf(exchange.getRequestHeaders().getFirst("x-checked-by"));
            var body = ("hello, checked by " + seen).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        application.start();
        config = Files.createDirectory(folder.resolve("config"));
        for (var name : List.of("rules.yaml", "telemetry.yaml")) {
            Files.copy(samples().resolve("config").resolve(name), config.resolve(name));
        }
        mixer = PackagedServer.start(folder).awaitReady();
        envoy = RealEnvoy.start(folder, sidecar(inbound, admin, mixer.grpc()), admin);
    }

    @AfterAll
    void stop() {
        if (envoy != null) {
            envoy.close();
        }
        if (mixer != null) {
            mixer.close();
        }
        application.stop(0);
    }

    @Test
    @Order(1)
    void anAllowedRequestReachesTheApplicationWithTheHeadersThatTheRuleAdds() throws Exception {
        var answer = call("alice", "/index.html");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("hello, checked by mixer");
        assertThat(answer.headers().firstValue("x-policy")).contains("samples/envoy");
    }

    @Test
    @Order(1)
    void aDeniedRequestEndsAtTheSidecarWithTheReason() throws Exception {
        var answer = call("bob", "/index.html");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("bob may not pass");
    }

    @Test
    @Order(2)
    void whatTheSidecarReportsIsCountedInPrometheusWithTheDecision() throws Exception {
        call("carol", "/counted");

        mixer.process()
                .await(
                        "counted",
                        Duration.ofSeconds(10),
                        () -> metrics()
                                .contains(
                                        "istio_requests_total{destination=\"default\",user=\"carol\",response_code=\"200\","
                                                + "rules=\"say-who-checked.istio-system\"} 1"));
    }

    @Test
    @Order(3)
    void eachAnswerUnderReloadsIsThatOfTheRevisionThatItNames() throws Exception {
        var rules = Files.readString(config.resolve("rules.yaml"));
        var opposite = rules.replace("(request.headers[\"x-user\"] | \"none\") == \"bob\"", DENY_ALICE);
        assertThat(opposite).isNotEqualTo(rules);
        var broken = rules.replace("request.headers", "request.hedders");
        var verdicts = Map.of(revisionOf(rules), 200, revisionOf(opposite), 403);
        var wrong = new ConcurrentLinkedQueue<String>();
        var answered = new AtomicInteger();
        var done = new AtomicBoolean();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                var _ = callers.submit(() -> {
                    while (!done.get() && wrong.isEmpty()) {
                        var answer = call("alice", "/index.html");
                        var revision =
                                answer.headers().firstValue("x-mixer-revision").orElse("none");
                        if (!Integer.valueOf(answer.statusCode()).equals(verdicts.get(revision))) {
                            wrong.add(revision + " answered " + answer.statusCode() + " " + answer.body());
                        }
                        answered.incrementAndGet();
                    }
                    return null;
                });
            }
            for (int i = 0; i < ALTERNATIONS && wrong.isEmpty(); i++) {
                var next = i % 2 == 0 ? opposite : rules;
                mixer.write("rules.yaml", i % 3 == 0 ? broken : next);
                if (i % 3 == 0) {
                    mixer.process().await("refused", START, () -> state().contains("\"STALE\""));
                    mixer.write("rules.yaml", next);
                }
                var revision = revisionOf(next);
                mixer.process().await("in force", START, () -> state().contains("\"revision\":\"" + revision + "\""));
                int before = answered.get();
                mixer.process().await("called", START, () -> answered.get() >= before + ANSWERS || !wrong.isEmpty());
            }
            done.set(true);
        }
        mixer.write("rules.yaml", rules);

        assertThat(wrong).isEmpty();
    }

    @Test
    @Order(4)
    void theDenialForAHangingAdapterArrivesBeforeTheSidecarGivesUp(@TempDir Path folder) throws Exception {
        var plugins = pluginsWithHangingAdapter(folder);
        var hanging = Files.createDirectory(folder.resolve("config"));
        Files.writeString(
                hanging.resolve("rules.yaml"),
                Files.readString(samples().resolve("config").resolve("rules.yaml"))
                        .replace("compiledAdapter: denier", "compiledAdapter: hanging")
                        .replaceFirst("  params:\n    status:.*\n", ""));
        int ownInbound = BackendProcess.freePort();
        int ownAdmin = BackendProcess.freePort();
        try (var ownMixer = PackagedServer.start(folder, "--plugins", plugins.toString())
                        .awaitReady();
                var ownEnvoy = RealEnvoy.start(folder, sidecar(ownInbound, ownAdmin, ownMixer.grpc()), ownAdmin)) {
            ownEnvoy.await(
                    "serving",
                    START,
                    () -> get("http://127.0.0.1:" + ownInbound + "/", "x-user", "alice")
                                    .statusCode()
                            == 200);
            var answer = get("http://127.0.0.1:" + ownInbound + "/", "x-user", "bob");

            // 503 is what the sidecar makes of a time-out of its own (status_on_error).
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
            assertThat(answer.body()).contains("no answer in");
        }
    }

    @Test
    @Order(5)
    void onTermTheServerEndsWithSuccess() throws Exception {
        assertThat(mixer.process().terminate(Duration.ofSeconds(25))).isZero();
    }

    static Path pluginsWithHangingAdapter(Path folder) throws IOException {
        var plugin = Files.createDirectories(folder.resolve("plugins").resolve("hanging"));
        try (var jar = new JarOutputStream(Files.newOutputStream(plugin.resolve("hanging.jar")))) {
            for (var type : List.of(HangingAdapter.class, HangingAdapter.Parameters.class)) {
                var path = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(path));
                try (var in = type.getClassLoader().getResourceAsStream(path)) {
                    in.transferTo(jar);
                }
            }
            jar.putNextEntry(new JarEntry("META-INF/services/dev.mixer.spi.Adapter"));
            jar.write(HangingAdapter.class.getName().getBytes(StandardCharsets.UTF_8));
        }
        return plugin.getParent();
    }

    private String sidecar(int listener, int adminPort, int mesh) throws IOException {
        return Files.readString(samples().resolve("proxy").resolve("sidecar.yaml"))
                .replace("port_value: 10000", "port_value: " + listener)
                .replace("port_value: 9901", "port_value: " + adminPort)
                .replace(
                        "port_value: 8000",
                        "port_value: " + application.getAddress().getPort())
                .replace("port_value: 9091", "port_value: " + mesh);
    }

    /** The revision that the folder has with other rules; files are named as the server names them. */
    private String revisionOf(String rules) throws IOException {
        var before = Files.readString(config.resolve("rules.yaml"));
        var copy = Files.createTempDirectory("revision");
        Files.copy(config.resolve("telemetry.yaml"), copy.resolve("telemetry.yaml"));
        Files.writeString(copy.resolve("rules.yaml"), rules);
        try (var source = new FolderSource(List.of(copy))) {
            var files = source.read().files().stream()
                    .map(file -> new dev.mixer.engine.config.source.ConfigFile(
                            file.path().replace(copy.toString(), config.toString()), file.text(), file.digest()))
                    .toList();
            assertThat(before).isNotEmpty();
            return new dev.mixer.engine.config.source.ConfigFiles(files, List.of()).revision();
        }
    }

    private HttpResponse<String> call(String user, String path) throws IOException, InterruptedException {
        return get("http://127.0.0.1:" + inbound + path, "x-user", user);
    }

    private String metrics() throws IOException, InterruptedException {
        return get(mixer.uri("/metrics")).body();
    }

    private String state() throws IOException, InterruptedException {
        return get(mixer.uri("/api/v1/config")).body();
    }

    private HttpResponse<String> get(String uri, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(10));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Path samples() {
        return root().resolve("samples").resolve("envoy");
    }

    private static Path root() {
        return Path.of("").toAbsolutePath().getParent();
    }
}
