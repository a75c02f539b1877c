package dev.mixer.server.front.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.server.front.envoy.FrontHarness;
import dev.mixer.server.front.envoy.Samples;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogFrontTest {
    /** Reports some attributes of each entry. */
    static final String CONFIGURATION = """
            apiVersion: config.istio.io/v1alpha2
            kind: handler
            metadata: {name: probe, namespace: istio-system}
            spec: {compiledAdapter: probe, params: {}, timeLimit: 10s}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: instance
            metadata: {name: line, namespace: istio-system}
            spec:
              compiledTemplate: logentry
              params:
                variables:
                  code: response.code | 0
                  error: context.proxy_error_code | "-"
                  to: destination.uid | "unknown"
                  path: request.path | ""
                  raw: request.raw_path | ""
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: all, namespace: istio-system}
            spec:
              actions: [{handler: probe, instances: [line]}]
            """;

    private static final byte[] SAMPLE = Samples.read("stream-access-logs.json", StreamAccessLogsMessage.newBuilder())
            .build()
            .toByteArray();

    @TempDir
    Path folder;

    private FrontHarness harness;

    @BeforeEach
    void start() throws IOException {
        harness = new FrontHarness(
                folder, engine -> new AccessLogFront(engine.mixer, engine.meters, engine.timer, 4 << 20));
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    @Test
    void reportsEachEntryAndEndsWithTheStream() throws Exception {
        harness.apply(CONFIGURATION);
        var stream = new LogSender(harness.channel);
        stream.send(SAMPLE);
        stream.send(withoutIdentifier());
        stream.end();
        assertThat(harness.probe.reported).hasSize(14);
        assertThat(harness.probe.reported)
                .allSatisfy(record -> assertThat(record.get("to")).contains("kubernetes://reviews-v1.default"));
        assertThat(harness.probe.reported.stream().map(record -> record.get("error")))
                .filteredOn(error -> error.contains("UAEX"))
                .hasSize(4);
    }

    @Test
    void readsNoFasterThanReportsAreTaken() throws Exception {
        harness.apply(CONFIGURATION);
        harness.probe.reportsMayEnd.drainPermits();
        var stream = new LogSender(harness.channel);
        for (int i = 0; i < 5; i++) {
            stream.send(SAMPLE);
        }
        assertThat(harness.probe.reported.poll(5, TimeUnit.SECONDS)).isNotNull();
        assertThat(harness.messagesAskedFor()).isEqualTo(1);
        harness.probe.reportsMayEnd.release(5);
        stream.end();
        assertThat(harness.probe.reported).hasSize(34);
    }

    @Test
    void outlivesWhatItCannotRead() throws Exception {
        harness.apply(CONFIGURATION);
        var stream = new LogSender(harness.channel);
        stream.send(new byte[] {1, 2, 3});
        stream.send(new byte[5 << 20]);
        stream.send(new byte[0]);
        stream.send(withoutIdentifier());
        stream.end();
        assertThat(harness.probe.reported).hasSize(7);
        assertThat(harness.probe.reported.peek()).extracting("to").asString().contains("unknown");
        assertThat(harness.meters.count("mixer_access_log_malformed_total")).isEqualTo(2);
    }

    @Test
    void countsWhatIsNotTaken() throws Exception {
        harness.apply(CONFIGURATION.replace("request.path | \"\"", "request.referer"));
        var stream = new LogSender(harness.channel);
        stream.send(SAMPLE);
        stream.send(SAMPLE);
        stream.end();
        assertThat(harness.meters.count("mixer_access_log_failures_total")).isEqualTo(2);
    }

    @Test
    void readsNothingBeforeTheFirstConfiguration() throws Exception {
        var stream = new LogSender(harness.channel);
        stream.send(SAMPLE);
        assertThat(FrontHarness.becomesTrue(() -> !harness.timer.getQueue().isEmpty()))
                .as("the stream looks for a configuration again later")
                .isTrue();
        assertThat(harness.messagesAskedFor()).isZero();
        harness.apply(CONFIGURATION);
        stream.end();
        assertThat(harness.probe.reported).hasSize(7);
        assertThat(harness.meters.count("mixer_access_log_failures_total")).isZero();
    }

    private static byte[] withoutIdentifier() throws IOException {
        return StreamAccessLogsMessage.parseFrom(SAMPLE).toBuilder()
                .clearIdentifier()
                .build()
                .toByteArray();
    }
}
