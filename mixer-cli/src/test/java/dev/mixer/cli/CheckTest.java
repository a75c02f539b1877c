package dev.mixer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
    @TempDir
    Path folder;

    @Test
    void whatMayPassShowsHeaders() throws IOException {
        var result = inProcess(Configurations.CLOSED_ADMIN, "-a", "request.path=/shop", "-a", "shop.closed=false");
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .startsWith("OK\n")
                .contains("header      response replace x-checked-by: mixer")
                .contains("rules       mark.istio-system");
        assertThat(result.code()).isZero();
    }

    @Test
    void aRefusalIsExplainedAsATree() throws IOException {
        var result = inProcess(
                Configurations.CLOSED_ADMIN, "-a", "request.path=/admin", "-a", "shop.closed=false", "--explain");
        assertThat(result.out())
                .startsWith("PERMISSION_DENIED  closed.istio-system:closed for now\n")
                .contains("├─ ✔ close-admin.istio-system  ")
                .contains("│  ├─ request.path.startsWith(\"/admin\")")
                .contains("│  └─ closed.istio-system of anything.istio-system: PERMISSION_DENIED: closed for now")
                .contains("└─ ✔ mark.istio-system  ")
                .contains("   └─ applies to every call");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void programsGetJson() throws IOException {
        var result = inProcess(
                Configurations.CLOSED_ADMIN,
                "-a",
                "shop.closed=true",
                "-a",
                "request.path=/",
                "-o",
                "json",
                "--explain");
        var json = Json.readObject(result.out());
        assertThat(AnswerText.code(json)).isEqualTo("PERMISSION_DENIED");
        assertThat(Answer.list(json, "referenced")).contains("shop.closed", "request.path");
        assertThat(Answer.list(Answer.object(json, "explanation"), "rules")).hasSize(2);
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void aFaultyConfigurationDecidesNothing() throws IOException {
        var result = inProcess(Configurations.FAULTY, "-a", "request.path=/");
        assertThat(result.err()).contains("config.yaml:19:10: error: ").contains("cannot take effect");
        assertThat(result.out()).isEmpty();
        assertThat(result.code()).isEqualTo(3);
    }

    @Test
    void anUnknownAttributeIsWrongUsage() throws IOException {
        var result = inProcess(Configurations.CLOSED_ADMIN, "-a", "shop.close=true");
        assertThat(result.err()).contains("did you mean 'shop.closed'?");
        assertThat(result.code()).isEqualTo(2);
    }

    @Test
    void aServerIsAskedOverHttp() throws IOException {
        var asked = new ArrayList<String>();
        var reply = """
                {"status": {"code": 7, "message": "no"}, "validFor": "5s", "validUses": 3, "referenced": ["-request.size"],
                 "headers": [], "rules": ["a.b"], "revision": "abc", "explanation": {"namespace": "default", "rules": [
                 {"rule": "a.b", "place": "x.yaml:1:1", "matched": true, "reason": "applies to every call", "answers": []}
                 ], "omitted": 4}}""";
        try (var server = new Server(200, reply, asked)) {
            var result = Shell.run(
                    "check",
                    "--server",
                    server.address(),
                    "--explain",
                    "-a",
                    "request.size=3",
                    "-a",
                    "request.headers[X-User]=bob",
                    "-a",
                    "source.ip=10.0.0.1");
            assertThat(result.err()).isEmpty();
            assertThat(result.out())
                    .startsWith("PERMISSION_DENIED  no\n")
                    .contains("valid for   5s, 3 uses")
                    .contains("├─ ✔ a.b  x.yaml:1:1")
                    .contains("└─ 4 more that did not match");
            assertThat(result.code()).isEqualTo(1);
        }
        assertThat(asked.getFirst()).isEqualTo("/api/v1/check?explain=true");
        var attributes = Answer.object(Json.readObject(asked.get(1)), "attributes");
        assertThat(attributes.get("request.size")).isEqualTo(3);
        assertThat(attributes.get("request.headers")).hasToString("{x-user=bob}");
        assertThat(attributes.get("source.ip")).isEqualTo("10.0.0.1");
    }

    @Test
    void aServerTakesAReport() throws IOException {
        var asked = new ArrayList<String>();
        try (var server = new Server(200, "{\"status\": {\"code\": 0, \"message\": \"\"}}", asked)) {
            var result = Shell.run("report", "--server", server.address(), "-a", "response.code=200");
            assertThat(result.out()).isEqualTo("OK\n");
            assertThat(result.code()).isZero();
        }
        assertThat(asked.getFirst()).isEqualTo("/api/v1/report");
        assertThat(Json.readObject(asked.get(1))).hasToString("{records=[{response.code=200}]}");
    }

    @Test
    void theTokenInAFileIsShownToTheServer() throws IOException {
        var file = Files.writeString(folder.resolve("token"), "s3cret\n");
        var asked = new ArrayList<String>();
        try (var server = new Server(200, "{\"status\": {\"code\": 0, \"message\": \"\"}}", asked)) {
            Shell.run("check", "--server", server.address(), "--token-file", file.toString());
            Shell.run("report", "--server", server.address(), "--token-file", file.toString());
            Shell.run("check", "--server", server.address());
        }
        assertThat(List.of(asked.get(2), asked.get(5), asked.get(8)))
                .containsExactly("Bearer s3cret", "Bearer s3cret", "null");
    }

    @Test
    void aServerThatAsksForATokenSaysHowToGiveIt() throws IOException {
        var file = Files.writeString(folder.resolve("token"), "s3cret\n");
        try (var server = new Server(401, "{\"error\": \"no\"}", new ArrayList<>())) {
            var without = Shell.run("check", "--server", server.address());
            assertThat(without.err()).contains("asks for a token; give it with --token-file FILE or in MIXER_TOKEN");
            assertThat(without.code()).isEqualTo(3);
            var wrong = Shell.run("check", "--server", server.address(), "--token-file", file.toString());
            assertThat(wrong.err()).contains("asks for another token").doesNotContain("s3cret");
        }
    }

    @Test
    void aTokenThatCannotBeReadIsAUsageError() throws IOException {
        var none = Shell.run("check", "--token-file", folder.resolve("none").toString());
        assertThat(none.err()).contains("--token-file", "does it exist?");
        assertThat(none.code()).isEqualTo(2);
        var lines = Files.writeString(folder.resolve("lines"), "a\nb\n");
        assertThat(Shell.run("check", "--token-file", lines.toString()).err()).contains("so it is no token");
    }

    @Test
    void whatAServerHasAgainstARequestIsSaid() throws IOException {
        try (var server = new Server(400, "{\"error\": \"unknown attribute x\"}", new ArrayList<>())) {
            var result = Shell.run("check", "--server", server.address());
            assertThat(result.err()).contains("HTTP 400: unknown attribute x");
        }
    }

    @Test
    void handlersTakeAReport() throws IOException {
        var lines = folder.resolve("lines.log");
        var config = Configurations.write(Files.createDirectory(folder.resolve("config")), """
                apiVersion: config.istio.io/v1alpha2
                kind: handler
                metadata: {name: lines, namespace: istio-system}
                spec:
                  compiledAdapter: stdio
                  params:
                    log_stream: FILE
                    output_path: %s
                ---
                apiVersion: config.istio.io/v1alpha2
                kind: instance
                metadata: {name: line, namespace: istio-system}
                spec:
                  compiledTemplate: logentry
                  params:
                    variables:
                      code: response.code
                ---
                apiVersion: config.istio.io/v1alpha2
                kind: rule
                metadata: {name: log, namespace: istio-system}
                spec:
                  actions:
                  - handler: lines
                    instances: [line]
                """.formatted(lines));
        var result = Shell.withAdapters("report", "--config", config, "-a", "response.code=503");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("OK\n");
        assertThat(Files.readString(lines)).contains("503");
    }

    @Test
    void whatIsNoAnswerIsSaid() throws IOException {
        try (var server = new Server(404, "{\"message\": \"not here\"}", new ArrayList<>())) {
            var result = Shell.run("check", "--server", server.address());
            assertThat(result.err()).contains("HTTP 404: not here");
            assertThat(result.code()).isEqualTo(3);
        }
    }

    @Test
    void nobodyAnswers() throws IOException {
        String address;
        try (var server = new Server(200, "", new ArrayList<>())) {
            address = server.address();
        }
        var result = Shell.run("check", "--server", address);
        assertThat(result.err()).contains("no answer from http://" + address).contains("mixer serve DIR");
        assertThat(result.code()).isEqualTo(3);
    }

    @Test
    void serverAndConfigurationExcludeEachOther() {
        var result = Shell.run("check", "--server", "localhost:1", "--config", ".");
        assertThat(result.err()).contains("exclude each other");
        assertThat(result.code()).isEqualTo(2);
    }

    private Shell.Result inProcess(String configuration, String... arguments) throws IOException {
        var all = new ArrayList<>(List.of("check", "--config", Configurations.write(folder, configuration)));
        all.addAll(List.of(arguments));
        return Shell.withAdapters(all.toArray(String[]::new));
    }

    /** Answers everything alike. */
    private static final class Server implements AutoCloseable {
        private final HttpServer http;

        Server(int status, String body, List<String> asked) throws IOException {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.createContext("/", exchange -> {
                asked.add(exchange.getRequestURI().toString());
                asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                asked.add(String.valueOf(exchange.getRequestHeaders().getFirst("authorization")));
                var bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            http.start();
        }

        String address() {
            return "127.0.0.1:" + http.getAddress().getPort();
        }

        @Override
        public void close() {
            http.stop(0);
        }
    }
}
