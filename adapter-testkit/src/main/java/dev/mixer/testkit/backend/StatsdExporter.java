package dev.mixer.testkit.backend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real statsd_exporter: takes lines of StatsD with and without tags, shows what it has in Prometheus's format. */
public final class StatsdExporter implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int web;
    private final BackendProcess process;

    private StatsdExporter(int web, BackendProcess process) {
        this.web = web;
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param port where lines come in, by UDP and by TCP
     */
    public static StatsdExporter start(Path folder, int port) throws IOException {
        int web = BackendProcess.freePort();
        var command = List.of(
                Backends.statsdExporter().toString(),
                "--statsd.listen-udp=127.0.0.1:" + port,
                "--statsd.listen-tcp=127.0.0.1:" + port,
                "--web.listen-address=127.0.0.1:" + web);
        var exporter = new StatsdExporter(web, BackendProcess.start("statsd_exporter", folder, command));
        exporter.process.await(
                "ready", START_LIMIT, () -> exporter.scrape().containsKey("statsd_exporter_lines_total"));
        return exporter;
    }

    /** What it shows: values by name and labels, as in {@code requests{code="200"}}. */
    public Map<String, Double> scrape() {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web + "/metrics"))
                    .build();
            var series = new HashMap<String, Double>();
            for (var line :
                    client.send(request, BodyHandlers.ofString()).body().lines().toList()) {
                int space = line.lastIndexOf(' ');
                if (!line.startsWith("#") && space > 0) {
                    series.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
                }
            }
            return series;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** One of {@link #scrape()}; not a number while there is none. */
    public double value(String series) {
        return scrape().getOrDefault(series, Double.NaN);
    }

    /** Ends it and waits until it has ended. */
    @Override
    public void close() {
        try {
            process.terminate(START_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.close();
            client.close();
        }
    }
}
