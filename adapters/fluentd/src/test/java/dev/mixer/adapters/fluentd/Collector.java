package dev.mixer.adapters.fluentd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.mixer.testkit.Poll;
import dev.mixer.testkit.backend.BackendProcess;
import dev.mixer.testkit.backend.Backends;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** OpenTelemetry's collector with its receiver of the Forward Protocol; writes what it gets as JSON lines. */
final class Collector implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path output;
    private final BackendProcess process;

    private Collector(Path output, BackendProcess process) {
        this.output = output;
        this.process = process;
    }

    /**
     * A log record as the collector wrote it.
     *
     * @param nanos since 1970, an unsigned number
     * @param fields its attributes but for the tag
     */
    record Received(String tag, String nanos, String body, Map<String, JsonNode> fields) {
        /** The text or number of a field; empty: there is none. */
        String text(String field) {
            var value = fields.getOrDefault(field, MissingNode.getInstance());
            return value.path("stringValue").asText(value.path("intValue").asText());
        }
    }

    static Collector start(Path folder, int port) throws IOException {
        var output = folder.resolve("out.json");
        var configuration = Files.writeString(folder.resolve("collector.yaml"), """
                receivers:
                  fluentforward: {endpoint: "127.0.0.1:%d"}
                exporters: {file: {path: "%s", append: true, flush_interval: 50ms}}
                service:
                  telemetry: {metrics: {level: none}}
                  pipelines: {logs: {receivers: [fluentforward], exporters: [file]}}
                """.formatted(port, output));
        var command = List.of(Backends.collector().toString(), "--config", "file:" + configuration);
        var collector = new Collector(output, BackendProcess.start("collector", folder, command));
        collector.process.await("listening", START_LIMIT, () -> {
            try (var probe = new Socket()) {
                probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return true;
            }
        });
        return collector;
    }

    /** All records of a tag, as soon as there are {@code number}. */
    List<Received> await(String tag, int number) {
        Poll.until(number + " records of " + tag, () -> received(tag).size() >= number);
        return received(tag);
    }

    List<Received> received(String tag) {
        try {
            if (!Files.exists(output)) {
                return List.of();
            }
            var text = Files.readString(output);
            var found = new ArrayList<Received>();
            // The last line may be half written.
            for (var line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                for (var log : JSON.readTree(line).findValues("logRecords")) {
                    log.forEach(one -> found.add(received(one)));
                }
            }
            return found.stream().filter(one -> one.tag().equals(tag)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Received received(JsonNode log) {
        var fields = new HashMap<String, JsonNode>();
        for (var attribute : log.path("attributes")) {
            fields.put(attribute.path("key").asText(), attribute.path("value"));
        }
        var tag = fields.remove("fluent.tag");
        return new Received(
                tag == null ? "" : tag.path("stringValue").asText(),
                log.path("timeUnixNano").asText(),
                log.path("body").path("stringValue").asText(),
                fields);
    }

    /** Ends it and waits until it has ended. */
    void end() throws InterruptedException {
        process.terminate(START_LIMIT);
    }

    @Override
    public void close() {
        process.close();
    }
}
