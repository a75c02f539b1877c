package dev.mixer.adapters.zipkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.testkit.AdapterContract;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.Poll;
import dev.mixer.testkit.TestHost;
import dev.mixer.testkit.backend.BackendProcess;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Against a real Zipkin: what arrives is read back by its API. */
@Tag("backend")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ZipkinAdapterTest extends AdapterContract<ZipkinParameters> {
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.MICROS);

    @TempDir
    static Path folder;

    private final TestHost host = TestHost.create();
    private final int port = BackendProcess.freePort();
    private ZipkinServer zipkin;

    @BeforeAll
    void startZipkin() throws Exception {
        zipkin = ZipkinServer.start(folder, port);
    }

    @AfterAll
    void stopZipkin() {
        zipkin.close();
        host.close();
    }

    @Override
    protected Adapter<ZipkinParameters> adapter() {
        return new ZipkinAdapter();
    }

    @Override
    protected ZipkinParameters workingParameters() {
        return Defaults.of(ZipkinParameters.class, Map.of("url", zipkin.url()));
    }

    @Test
    void aSpanArrivesFieldByField() throws Exception {
        var traceId = Spans.newTraceId();
        try (var handler = new ZipkinAdapter().open(workingParameters(), host)) {
            Calls.report(
                    handler,
                    "span.default",
                    Spans.span(
                            traceId.toUpperCase(java.util.Locale.ROOT),
                            "00000000000000AB",
                            "cd",
                            start,
                            start.plusNanos(12_345_678),
                            false,
                            false,
                            503));
        }
        Poll.until("there", () -> zipkin.trace(traceId).size() == 1);
        var span = zipkin.trace(traceId).get(0);
        var micros = ChronoUnit.MICROS.between(Instant.EPOCH, start);
        assertThat(span.toString()).isEqualTo("""
                        {"traceId":"%s","parentId":"00000000000000cd","id":"00000000000000ab","kind":"SERVER",\
                        "name":"get /reviews","timestamp":%d,"duration":12345,\
                        "localEndpoint":{"serviceName":"reviews","ipv6":"2001:db8::1"},\
                        "remoteEndpoint":{"serviceName":"productpage","ipv4":"10.1.2.3"},\
                        "tags":{"api.protocol":"http","broken":"a\ufffdb","error":"503","http.method":"GET",\
                        "http.status_code":"503","request.size":"10","request.total_size":"120",\
                        "response.size":"3000","response.total_size":"3100","retries":"2"}}""".formatted(traceId, micros));
    }

    @Test
    void bothSidesOfACallJoinToOneTraceOverTwoServices() throws Exception {
        var traceId = Spans.newTraceId();
        var client = Spans.span(traceId, "b1", "a1", start, start.plusMillis(9), true, true, 404);
        var server = Spans.span(traceId, "b1", "a1", start.plusMillis(1), start.plusMillis(8), false, true, 404);
        try (var handler = new ZipkinAdapter().open(workingParameters(), host)) {
            Calls.report(handler, "span.default", client, server);
        }
        Poll.until("both there", () -> zipkin.trace(traceId).size() == 2);
        var spans =
                StreamSupport.stream(zipkin.trace(traceId).spliterator(), false).toList();
        var ofClient = spans.stream()
                .filter(s -> s.get("kind").asText().equals("CLIENT"))
                .findFirst()
                .orElseThrow();
        var ofServer = spans.stream()
                .filter(s -> s.get("kind").asText().equals("SERVER"))
                .findFirst()
                .orElseThrow();
        assertThat(ofClient.get("id").asText()).isEqualTo("3f6a2ec3c810c21a");
        assertThat(ofClient.get("parentId").asText()).isEqualTo("00000000000000a1");
        assertThat(ofServer.get("id").asText()).isEqualTo("00000000000000b1");
        assertThat(ofServer.get("parentId")).isEqualTo(ofClient.get("id"));
        assertThat(ofClient.at("/localEndpoint/serviceName").asText()).isEqualTo("productpage");
        assertThat(ofServer.at("/localEndpoint/serviceName").asText()).isEqualTo("reviews");
        assertThat(ofClient.at("/tags/error").asText()).isEqualTo("404");
        assertThat(ofServer.at("/tags/error").isMissingNode()).isTrue();
        Poll.until(
                "joined", () -> zipkin.dependencies().findValuesAsText("child").contains("reviews"));
        assertThat(zipkin.dependencies().findValuesAsText("parent")).contains("productpage");
    }

    /** A call that counted for each of its sides would be two. */
    @Test
    void sidesThatShareAnIdAreOneCallToZipkin() throws Exception {
        var traceId = Spans.newTraceId();
        var client = Spans.span(traceId, "b1", "", start, start.plusMillis(9), true, false, 200);
        var server = Spans.span(traceId, "b1", "", start.plusMillis(1), start.plusMillis(8), false, false, 200);
        long before = calls();
        try (var handler = new ZipkinAdapter().open(workingParameters(), host)) {
            Calls.report(handler, "span.default", server, client);
        }
        Poll.until("both there", () -> zipkin.trace(traceId).size() == 2);
        assertThat(zipkin.trace(traceId).findValuesAsText("id")).containsOnly("00000000000000b1");
        Poll.until("joined", () -> calls() > before);
        assertThat(calls()).isEqualTo(before + 1);
    }

    /** How often the productpage has called the reviews, as Zipkin has joined it. */
    private long calls() {
        return StreamSupport.stream(zipkin.dependencies().spliterator(), false)
                .filter(link -> link.get("parent").asText().equals("productpage"))
                .filter(link -> link.get("child").asText().equals("reviews"))
                .mapToLong(link -> link.get("callCount").asLong())
                .sum();
    }

    @Test
    void idsComeAsB3OfEitherLengthAndAsHeaders() throws Exception {
        var shortId = Spans.newTraceId().substring(16);
        var w3c = Spans.newTraceId();
        var b3 = Spans.newTraceId();
        try (var handler = new ZipkinAdapter().open(workingParameters(), host)) {
            Calls.report(
                    handler,
                    "span.default",
                    Spans.server(shortId, "1", "", start),
                    Spans.server("00-" + w3c + "-00000000000000aa-01", "", "", start),
                    Spans.server(b3 + "-00000000000000bb-1-00000000000000cc", "", "", start));
        }
        Poll.until("there", () -> zipkin.trace(b3).size() == 1);
        assertThat(zipkin.trace(shortId).get(0).get("id").asText()).isEqualTo("0000000000000001");
        assertThat(zipkin.trace(w3c).get(0).get("id").asText()).isEqualTo("00000000000000aa");
        assertThat(zipkin.trace(b3).get(0).get("id").asText()).isEqualTo("00000000000000bb");
        assertThat(zipkin.trace(b3).get(0).get("parentId").asText()).isEqualTo("00000000000000cc");
    }

    @Test
    void aServerThatIsDownIsTransientAndTakesTheSameBatchWhenItIsBack() throws Exception {
        var traceId = Spans.newTraceId();
        int own = BackendProcess.freePort();
        var first = ZipkinServer.start(folder, own);
        var parameters = Defaults.of(ZipkinParameters.class, Map.of("url", first.url()));
        try (var handler = new ZipkinAdapter().open(parameters, host)) {
            var batch = new ArrayList<>(
                    List.of(Calls.parcel(handler, "span.default", Spans.server(traceId, "1", "", start))));
            Calls.send(handler, batch);
            first.close();
            Poll.until("down", () -> fails(handler, batch));
            assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
            try (var second = ZipkinServer.start(folder, own)) {
                Calls.send(handler, batch);
                Poll.until("there", () -> second.trace(traceId).size() == 1);
            }
            assertThat(handler.state().phase()).isEqualTo(Phase.READY);
        }
    }

    private static boolean fails(dev.mixer.spi.Handler handler, List<dev.mixer.spi.Parcel> batch) {
        try {
            Calls.send(handler, batch);
            return false;
        } catch (AdapterException e) {
            assertThat(e.kind()).isEqualTo(AdapterException.Kind.TRANSIENT);
            return true;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void zipkinItselfRefusesWhatIsNoSpanForGood() throws Exception {
        var broken = "{\"traceId\":\"x\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var content = new byte[broken.length + 1];
        content[0] = 1;
        System.arraycopy(broken, 0, content, 1, broken.length);
        var parcel = new dev.mixer.spi.Parcel("1".repeat(32), start, content);
        try (var handler = new ZipkinAdapter().open(workingParameters(), host)) {
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> Calls.send(handler, List.of(parcel)))
                    .withMessageContaining("status 400")
                    .returns(AdapterException.Kind.PERMANENT, AdapterException::kind);
        }
    }
}
