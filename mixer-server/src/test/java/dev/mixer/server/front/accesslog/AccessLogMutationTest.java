package dev.mixer.server.front.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mixer.server.front.envoy.FrontHarness;
import dev.mixer.server.front.envoy.Mutations;
import dev.mixer.server.front.envoy.Samples;
import dev.mixer.spi.AttributeValue;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream of spoilt messages: whatever is in one, the stream goes on. */
class AccessLogMutationTest {
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
        harness.apply(AccessLogFrontTest.CONFIGURATION);
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatProtobufReadsIsReportedAndTheRestCounted(long seed) throws Exception {
        var mutations = new Mutations(seed);
        var samples = List.of(SAMPLE, new byte[0]);
        var stream = new LogSender(harness.channel);
        int malformed = 0;
        var paths = new ArrayList<String>();
        for (int i = 0; i < 1_000; i++) {
            var message = mutations.next(samples);
            stream.send(message);
            try {
                paths.addAll(paths(StreamAccessLogsMessage.parseFrom(message)));
            } catch (InvalidProtocolBufferException e) {
                malformed++;
            }
        }
        stream.end();
        assertThat(harness.meters.count("mixer_access_log_malformed_total"))
                .as("seed %d", seed)
                .isEqualTo(malformed)
                .isBetween(100L, 900L);
        assertThat(harness.probe.reported)
                .as("seed %d", seed)
                .extracting(record -> record.get("raw"))
                .isEqualTo(paths);
        assertThat(harness.meters.count("mixer_access_log_failures_total")).isZero();
    }

    private static List<String> paths(StreamAccessLogsMessage message) {
        var paths = new ArrayList<String>();
        for (var entry : message.getHttpLogs().getLogEntryList()) {
            paths.add(text(entry.getRequest().getPath()));
        }
        message.getTcpLogs().getLogEntryList().forEach(_ -> paths.add(text("")));
        return paths;
    }

    /** As the probe keeps it. */
    private static String text(String value) {
        return String.valueOf(new AttributeValue.Text(value));
    }
}
