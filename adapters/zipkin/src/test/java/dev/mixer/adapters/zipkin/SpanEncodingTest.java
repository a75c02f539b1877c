package dev.mixer.adapters.zipkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.Handler;
import dev.mixer.spi.template.TraceSpan;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of spans before they are sent; nothing listens here. */
class SpanEncodingTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final String TRACE = "463ac35c9f6413ad48485a3953bb6124";

    private final TestHost host = TestHost.create();

    @AfterEach
    void close() {
        host.close();
    }

    private Handler open(double share) throws Exception {
        return new ZipkinAdapter()
                .open(
                        Defaults.of(
                                ZipkinParameters.class,
                                Map.of("url", URI.create("http://127.0.0.1:1"), "sampleProbability", share)),
                        host);
    }

    private static String text(Handler handler, TraceSpan span) throws Exception {
        return new String(Calls.parcel(handler, "span.default", span).content(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                  | 1                 | '' | the span has no traceId",
                "xyz                                 | 1                 | '' | traceId 'xyz' is not",
                "0000                                | 1                 | '' | traceId '0000' is not",
                "463ac35c9f6413ad48485a3953bb61240   | 1                 | '' | traceId '463ac35c9f6413ad48485a3953bb6124...' is not",
                "463ac35c9f6413ad                    | 12345678901234567 | '' | spanId '12345678901234567' is not",
                "463ac35c9f6413ad                    | 0                 | '' | spanId '0' is not",
                "463ac35c9f6413ad                    | 1                 | g  | parentSpanId 'g' is not",
            })
    void aSpanWithoutProperIdsIsNotAccepted(String traceId, String spanId, String parentId, String reason)
            throws Exception {
        try (var handler = open(1)) {
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> text(handler, Spans.server(traceId, spanId, parentId, START)))
                    .withMessageContaining("span.default: " + reason)
                    .returns(AdapterException.Kind.PERMANENT, AdapterException::kind);
        }
    }

    @ParameterizedTest
    @CsvSource({"1969-12-31T23:59:59Z", "2300-01-01T00:00:00Z", "+999999999-12-31T23:59:59Z"})
    void aTimeThatNobodyCanMeanIsNotAccepted(Instant start) throws Exception {
        try (var handler = open(1)) {
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> text(handler, Spans.span(TRACE, "1", "", start, START, false, false, 200)))
                    .withMessageContaining("startTime " + start + " is not in 1970 to 2261");
        }
    }

    @Test
    void aSpanThatEndsBeforeItBeginsHasNoDurationAndAnInstantOneHasAMicrosecond() throws Exception {
        try (var handler = open(1)) {
            var before = Spans.span(TRACE, "1", "", START, START.minusSeconds(1), false, false, 200);
            assertThat(text(handler, before))
                    .contains("\"timestamp\":1767323045678901")
                    .doesNotContain("duration");
            var instant = Spans.span(TRACE, "1", "", START, START, false, false, 200);
            assertThat(text(handler, instant)).contains("\"duration\":1,");
        }
    }

    @Test
    void aSpanWithoutAnIdGetsOneOfItsOwnThatStays() throws Exception {
        try (var handler = open(1)) {
            var ids = new HashSet<String>();
            for (int i = 0; i < 100; i++) {
                ids.add(text(handler, Spans.server(TRACE, "", "", START)).replaceAll(".*\"id\":\"(\\w+)\".*", "$1"));
            }
            assertThat(ids).hasSize(100).allMatch(id -> id.matches("[0-9a-f]{16}"));
        }
    }

    @Test
    void aShareOfTracesIsSentWholeAndTheSameByEveryHost() throws Exception {
        try (var one = open(0.25);
                var other = open(0.25)) {
            int sent = 0;
            for (int i = 0; i < 4000; i++) {
                var traceId = Spans.newTraceId();
                boolean first = text(one, Spans.server(traceId, "1", "", START)).length() > 1;
                assertThat(text(other, Spans.server(traceId, "2", "1", START)).length() > 1)
                        .isEqualTo(first);
                sent += first ? 1 : 0;
            }
            assertThat(sent).isBetween(850, 1150);
            assertThat(host.count("zipkin_spans_unsampled_total")).isEqualTo(2L * (4000 - sent));
        }
    }

    @Test
    void whatIsNotSampledIsNotSent() throws Exception {
        try (var handler = open(1)) {
            var off = Spans.server("00-" + TRACE + "-00000000000000aa-00", "", "", START);
            var denied = Spans.server(TRACE + "-00000000000000aa-0", "", "", START);
            var batch =
                    List.of(Calls.parcel(handler, "span.default", off), Calls.parcel(handler, "span.default", denied));
            Calls.send(handler, batch); // nothing listens: a request would fail
            assertThat(host.count("zipkin_spans_unsampled_total")).isEqualTo(2);
        }
    }
}
