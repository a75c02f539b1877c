package dev.mixer.server.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mixer.testkit.backend.BackendProcess;
import dev.mixer.testkit.backend.Backends;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A real collector with receivers of OTLP and of Fluentd's protocol, which appends to a file what it receives. */
record TelemetryCollector(BackendProcess process, int otlp, int http, int fluent, Path file) implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    static TelemetryCollector start(Path folder) throws IOException {
        int otlp = BackendProcess.freePort();
        int http = BackendProcess.freePort();
        int fluent = BackendProcess.freePort();
        var file = folder.resolve("collected.json");
        var config = Files.writeString(folder.resolve("collector.yaml"), """
                receivers:
                  otlp: {protocols: {grpc: {endpoint: "127.0.0.1:%d"}, http: {endpoint: "127.0.0.1:%d"}}}
                  fluentforward: {endpoint: "127.0.0.1:%d"}
                exporters: {file: {path: "%s", append: true, flush_interval: 50ms}}
                service:
                  telemetry: {metrics: {level: none}}
                  pipelines:
                    traces: {receivers: [otlp], exporters: [file]}
                    metrics: {receivers: [otlp], exporters: [file]}
                    logs: {receivers: [otlp, fluentforward], exporters: [file]}
                """.formatted(otlp, http, fluent, file));
        var process = BackendProcess.start(
                        "collector", folder, List.of(Backends.collector().toString(), "--config", "file:" + config))
                .await("listening", START_LIMIT, () -> isOpen(otlp) && isOpen(http) && isOpen(fluent));
        return new TelemetryCollector(process, otlp, http, fluent, file);
    }

    private static boolean isOpen(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        }
    }

    /** The records under a name of OTLP's JSON, such as logRecords, in the order in which they came. */
    List<JsonNode> received(String name) {
        try {
            var found = new ArrayList<JsonNode>();
            if (Files.notExists(file)) {
                return found;
            }
            var text = Files.readString(file);
            // The last line may be half written.
            for (var line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                JSON.readTree(line).findValues(name).forEach(records -> records.forEach(found::add));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The attributes of a record by name, each the only value that its type says, such as {@code {"intValue":"7"}}. */
    static Map<String, JsonNode> attributes(JsonNode record) {
        var attributes = new TreeMap<String, JsonNode>();
        record.path("attributes").forEach(one -> attributes.put(one.get("key").asText(), one.get("value")));
        return attributes;
    }

    @Override
    public void close() {
        process.close();
    }
}
