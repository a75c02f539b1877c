package dev.mixer.server.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.mixer.testkit.backend.BackendProcess;
import dev.mixer.testkit.backend.Backends;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real nginx with {@code auth_request}, the packaged server and {@code samples/nginx}. */
@Tag("backend")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NginxScenarioIT {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int inbound = BackendProcess.freePort();
    private HttpServer application;
    private PackagedServer mixer;
    private BackendProcess nginx;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            var seen = String.valueOf(exchange.getRequestHeaders().get("x-checked-by"));
            var body = ("hello, checked by " + seen).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        application.start();
        var config = Files.createDirectory(folder.resolve("config"));
        Files.copy(samples().resolve("config").resolve("rules.yaml"), config.resolve("rules.yaml"));
        int authz = BackendProcess.freePort();
        mixer = PackagedServer.start(folder, "--set", "authz.address=127.0.0.1:" + authz)
                .awaitReady();
        var text = Files.readString(samples().resolve("proxy").resolve("nginx.conf"))
                .replace("127.0.0.1:10080", "127.0.0.1:" + inbound)
                .replace(
                        "127.0.0.1:8000",
                        "127.0.0.1:" + application.getAddress().getPort())
                .replace("127.0.0.1:9095", "127.0.0.1:" + authz);
        var own = Files.writeString(folder.resolve("nginx.conf"), text);
        nginx = BackendProcess.start(
                        "nginx",
                        folder,
                        List.of(
                                Backends.nginx().toString(),
                                "-p",
                                folder.toString(),
                                "-e",
                                "stderr",
                                "-c",
                                own.toString()))
                .await(
                        "serving",
                        PackagedServer.START,
                        () -> get("/", "x-user", "alice").statusCode() == 200);
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (nginx != null) {
            nginx.terminate(Duration.ofSeconds(10));
            nginx.close();
        }
        if (mixer != null) {
            mixer.close();
        }
        application.stop(0);
    }

    @Test
    void anAllowedRequestReachesTheApplicationWithTheHeaderThatTheRuleAdds() throws Exception {
        var answer = get("/index.html", "x-user", "alice");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("hello, checked by [mixer]");
    }

    @Test
    void aHeaderThatARuleSetsIsNeverTheClients() throws Exception {
        var answer = get("/index.html", "x-user", "alice", "x-checked-by", "me");

        assertThat(answer.body()).isEqualTo("hello, checked by [mixer]");
    }

    @Test
    void aClosedPathIsForbiddenInWhateverWordsItIsAskedFor() throws Exception {
        for (var path : List.of("/admin", "/admin/users", "/x/../admin", "//admin", "/%61dmin", "/admin;a=b")) {
            assertThat(get(path, "x-user", "alice").statusCode()).as(path).isEqualTo(403);
        }
    }

    @Test
    void aCallerWithoutNameIsUnauthorized() throws Exception {
        assertThat(get("/index.html").statusCode()).isEqualTo(401);
    }

    @Test
    void whatTheClientWritesUnderTheProxysNamesHasNoEffect() throws Exception {
        var closed = get("/admin", "x-user", "alice", "x-original-uri", "/open", "x-original-method", "GET");
        var open = get("/open", "x-user", "alice", "x-original-uri", "/admin");

        assertThat(closed.statusCode()).isEqualTo(403);
        assertThat(open.statusCode()).isEqualTo(200);
    }

    @Test
    void thePageOfNginxShowsTheSnippetThatRunsHere() throws IOException {
        var conf = Files.readString(samples().resolve("proxy").resolve("nginx.conf"));
        var page = Files.readString(root().resolve("docs").resolve("connect").resolve("nginx.md"));
        var from = conf.indexOf("        location / {");
        var snippet = conf.substring(from, conf.indexOf("    }\n}", from))
                .stripTrailing() // an empty last line would count as one without indentation
                .stripIndent();

        assertThat(page).contains(snippet);
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + inbound + path))
                .timeout(Duration.ofSeconds(10));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Path samples() {
        return root().resolve("samples").resolve("nginx");
    }

    private static Path root() {
        return Path.of("").toAbsolutePath().getParent();
    }
}
