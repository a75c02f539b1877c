package dev.mixer.adapters.opentelemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mixer.adapters.opentelemetry.OpentelemetryParameters.Protocol;
import dev.mixer.testkit.backend.BackendProcess;
import dev.mixer.testkit.backend.Backends;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** A real collector that appends to a file what it receives. */
final class Collector implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final int grpc;
    private final int http;
    private final String tls;
    private BackendProcess process;

    /** @param tls the receivers' setting of that name, in the flow style of YAML; empty: plain text */
    Collector(Path folder, String tls) throws IOException {
        this.folder = Files.createTempDirectory(folder, "collector");
        this.grpc = BackendProcess.freePort();
        this.http = BackendProcess.freePort();
        this.tls = tls;
        this.process = launch();
    }

    private BackendProcess launch() throws IOException {
        var secure = tls.isEmpty() ? "" : ", tls: " + tls;
        var config =
                Files.writeString(folder.resolve("config.yaml"), """
                receivers:
                  otlp:
                    protocols:
                      grpc: {endpoint: "127.0.0.1:%d"%s}
                      http: {endpoint: "127.0.0.1:%d"%s}
                exporters:
                  file: {path: "%s", append: true, flush_interval: 50ms}
                service:
                  telemetry: {metrics: {level: none}}
                  pipelines:
                    traces: {receivers: [otlp], exporters: [file]}
                    metrics: {receivers: [otlp], exporters: [file]}
                    logs: {receivers: [otlp], exporters: [file]}
                """.formatted(grpc, secure, http, secure, file()));
        var command = List.of(Backends.collector().toString(), "--config", config.toString());
        return BackendProcess.start("collector", folder, command)
                .await("listening", START_LIMIT, () -> isOpen(grpc) && isOpen(http));
    }

    private static boolean isOpen(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        }
    }

    URI url(Protocol protocol) {
        return URI.create(
                (tls.isEmpty() ? "http" : "https") + "://127.0.0.1:" + (protocol == Protocol.GRPC ? grpc : http));
    }

    void stop() {
        process.close();
    }

    void restart() throws IOException {
        process = launch();
    }

    /** The resources of a service that have come with records of a signal, such as resourceLogs. */
    List<JsonNode> resources(String signal, String service) {
        var found = new ArrayList<JsonNode>();
        try {
            if (Files.notExists(file())) {
                return found;
            }
            for (var line : Files.readString(file()).split("\n", -1)) {
                if (!line.isEmpty() && line.endsWith("}")) {
                    JSON.readTree(line).path(signal).forEach(found::add);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        found.removeIf(resource ->
                !attribute(resource.path("resource"), "service.name").equals(service));
        return found;
    }

    List<JsonNode> logs(String service) {
        return within(resources("resourceLogs", service), "scopeLogs", "logRecords");
    }

    List<JsonNode> spans(String service) {
        return within(resources("resourceSpans", service), "scopeSpans", "spans");
    }

    List<JsonNode> metrics(String service) {
        return within(resources("resourceMetrics", service), "scopeMetrics", "metrics");
    }

    private static List<JsonNode> within(List<JsonNode> resources, String scopes, String records) {
        return resources.stream()
                .flatMap(resource -> StreamSupport.stream(resource.path(scopes).spliterator(), false))
                .flatMap(scope -> StreamSupport.stream(scope.path(records).spliterator(), false))
                .toList();
    }

    /** The text of an attribute; empty where there is none. */
    static String attribute(JsonNode holder, String key) {
        for (var attribute : holder.path("attributes")) {
            if (attribute.path("key").asText().equals(key)) {
                return attribute.path("value").path("stringValue").asText();
            }
        }
        return "";
    }

    private Path file() {
        return folder.resolve("out.json");
    }

    @Override
    public void close() {
        stop();
    }
}
