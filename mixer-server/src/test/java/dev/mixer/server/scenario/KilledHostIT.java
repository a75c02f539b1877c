package dev.mixer.server.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mixer.testkit.backend.BackendProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged server is killed again and again while sidecars report and the backend answers late, wrongly or not at all.
 * {@code -Dmixer.kills=20} makes it longer.
 */
@Tag("backend")
class KilledHostIT {
    private static final int KILLS = Integer.getInteger("mixer.kills", 4);
    private static final int CALLERS = 3;
    private static final int RECORDS = 5;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicBoolean done = new AtomicBoolean();
    private volatile PackagedServer mixer;

    @Test
    void everyRecordThatWasAcceptedArrives(@TempDir Path folder) throws Exception {
        var random = new SplittableRandom(20);
        var faults = List.of(FaultyReceiver.Fault.values());
        try (var backend = new FaultyReceiver(BackendProcess.freePort());
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var config = Files.createDirectory(folder.resolve("config"));
            Files.writeString(config.resolve("mixer.yaml"), """
            apiVersion: config.istio.io/v1alpha2
            kind: handler
            metadata: {name: sink, namespace: default}
            spec:
              compiledAdapter: http
              durability: SPOOL
              delivery: {longestPause: 500ms, sendLimit: 1s}
              params: {url: "%s"}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: instance
            metadata: {name: line, namespace: default}
            spec:
              compiledTemplate: logentry
              params: {severity: '"info"', variables: {path: request.path}}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: all, namespace: default}
            spec: {actions: [{handler: sink, instances: [line]}]}
            """.formatted(backend.uri()));
            mixer = PackagedServer.start(folder).awaitReady();
            for (int i = 0; i < CALLERS; i++) {
                var _ = callers.submit(this::report);
            }
            for (int i = 0; i < KILLS; i++) {
                backend.behave(faults.get(i % faults.size()));
                int before = accepted.size();
                mixer.process().await("accepting", PackagedServer.START, () -> accepted.size() >= before + 500);
                Thread.sleep(random.nextInt(200)); // at another moment of a batch each time
                mixer.close();
                mixer = PackagedServer.start(folder).awaitReady();
            }
            done.set(true);
            backend.behave(FaultyReceiver.Fault.NONE);
            mixer.process()
                    .await(
                            "delivered",
                            Duration.ofMinutes(2),
                            () -> books().get("waiting").asLong() == 0);

            var missing = new HashSet<>(accepted);
            missing.removeAll(backend.received());
            assertThat(missing).as("accepted, never received").isEmpty();
            var books = books();
            assertThat(books.get("accepted").asLong())
                    .as("%s", books)
                    .isGreaterThanOrEqualTo(accepted.size())
                    .isEqualTo(books.get("delivered").asLong());
            assertThat(books.get("dropped")).as("%s", books).isEmpty();
            System.out.printf(
                    "%d kills: %d records accepted, %d received of which %d more than once, books %s%n",
                    KILLS, accepted.size(), backend.received().size(), backend.repeated(), books);
        } finally {
            done.set(true);
            mixer.close();
        }
    }

    private void report() {
        while (!done.get()) {
            var texts = new HashSet<String>();
            var records = new StringBuilder();
            for (int i = 0; i < RECORDS; i++) {
                var text = "/record-" + number.incrementAndGet();
                texts.add(text);
                records.append(records.isEmpty() ? "" : ",")
                        .append("{\"destination.namespace\":\"default\",\"request.path\":\"")
                        .append(text)
                        .append("\"}");
            }
            var request = HttpRequest.newBuilder(URI.create(mixer.uri("/api/v1/report")))
                    .timeout(Duration.ofSeconds(10))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"records\":[" + records + "]}"))
                    .build();
            try {
                if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    accepted.addAll(texts);
                }
            } catch (IOException e) {
                // The host was killed; what it was asked may or may not be in its spool.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private JsonNode books() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(mixer.uri("/api/v1/handlers")))
                .build();
        var body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return new ObjectMapper().readTree(body).get(0).get("delivery");
    }
}
