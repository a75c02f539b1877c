package dev.mixer.adapters.zipkin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mixer.testkit.backend.BackendProcess;
import dev.mixer.testkit.backend.Backends;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real Zipkin that keeps spans in memory. */
final class ZipkinServer implements AutoCloseable {
    /** Five seconds on a quiet machine. */
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final int port;
    private final BackendProcess process;

    private ZipkinServer(int port, BackendProcess process) {
        this.port = port;
        this.process = process;
    }

    static ZipkinServer start(Path folder, int port) throws IOException {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Backends.zipkin().toString(),
                "--server.port=" + port);
        var server = new ZipkinServer(port, BackendProcess.start("zipkin", folder, command));
        server.process.await("healthy", START_LIMIT, () -> server.get("/health").statusCode() == 200);
        return server;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The spans of a trace; empty while Zipkin has none. */
    JsonNode trace(String traceId) {
        try {
            var answer = get("/api/v2/trace/" + traceId);
            return new ObjectMapper().readTree(answer.statusCode() == 200 ? answer.body() : "[]");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Who called whom, as Zipkin has joined it. */
    JsonNode dependencies() {
        try {
            var until = System.currentTimeMillis();
            return new ObjectMapper()
                    .readTree(get("/api/v2/dependencies?lookback=86400000&endTs=" + until)
                            .body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private java.net.http.HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(url().resolve(path)).build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.close();
    }
}
