package dev.mixer.adapters.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.Handler;
import dev.mixer.spi.ReportInstance;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.spi.template.Metric;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of records before they are sent, bad ones above all; nothing listens here. */
class EncodingTest {
    private final TestHost host = TestHost.create();
    private Handler handler;

    @BeforeEach
    void open() throws Exception {
        handler = open(1);
    }

    @AfterEach
    void close() throws Exception {
        handler.close();
        host.close();
    }

    private Handler open(double share) throws Exception {
        return new OpentelemetryAdapter()
                .open(
                        Defaults.of(
                                OpentelemetryParameters.class,
                                Map.of(
                                        "endpoint",
                                        URI.create("http://127.0.0.1:1"),
                                        "metrics",
                                        Records.definitions(),
                                        "sampleProbability",
                                        share)),
                        host);
    }

    private void assertRefused(String instance, ReportInstance record, String reason) {
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() -> Calls.parcel(handler, instance, record))
                .withMessage(instance + ": " + reason)
                .returns(AdapterException.Kind.PERMANENT, AdapterException::kind);
    }

    @ParameterizedTest
    @CsvSource({"count", "level", "size", "latency"})
    void aMetricThatIsNoFiniteNumberIsNotAccepted(String instance) {
        assertRefused(instance + ".default", Records.metric(Double.NaN), "value NaN is not finite");
        assertRefused(instance + ".default", Records.metric(Double.NEGATIVE_INFINITY), "value -Infinity is not finite");
        assertRefused(
                instance + ".default",
                Records.metric(new AttributeValue.Text("x\ud800"), "200"),
                "value x\ufffd is neither a number nor a duration");
    }

    @Test
    void aCounterTakesNothingBack() throws Exception {
        assertRefused("count.default", Records.metric(-1), "value -1 is negative, and the counter count never falls");
        assertRefused(
                "count.default",
                Records.metric(new AttributeValue.Span(Duration.ofMillis(-5)), "200"),
                "value -0.005s is negative, and the counter count never falls");
        assertThat(Calls.parcel(handler, "level.default", Records.metric(-1))).isNotNull();
    }

    @Test
    void aMetricThatNobodyDefinedIsNotAccepted() {
        assertRefused("other.default", Records.metric(1), "no metric of the handler has this instance_name");
    }

    @Test
    void aMetricWhoseLabelsChangeIsNotAcceptedWhereTheyAreNamed() {
        var changed =
                new Metric(new AttributeValue.Int64(1), Map.of("status", new AttributeValue.Text("200")), "", Map.of());
        assertRefused(
                "labelled.default", changed, "the metric labelled wants the dimension code; the record has [status]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31T23:59:59Z", "2300-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z"})
    void aTimeThatNobodyCanMeanIsNotAccepted(Instant time) {
        assertRefused(
                "access.default",
                new LogEntry(Map.of(), Optional.of(time), "", "", Map.of()),
                "timestamp " + time + " is not in 1970 to 2261");
        assertRefused(
                "span.default",
                Records.span("ab", "1", "", Records.START, time),
                "endTime " + time + " is not in 1970 to 2261");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 1 | '' | the span has no traceId",
                "xyz | 1 | '' | traceId 'xyz' is not 1 to 32 hexadecimal digits other than zero, a traceparent or a b3 header",
                "ab | q | '' | spanId 'q' is not 1 to 16 hexadecimal digits other than zero",
                "ab | 1 | 0 | parentSpanId '0' is not 1 to 16 hexadecimal digits other than zero"
            })
    void aSpanWithoutProperIdsIsNotAccepted(String traceId, String spanId, String parentId, String reason) {
        assertRefused("span.default", Records.span(traceId, spanId, parentId, Records.START, Records.START), reason);
    }

    @Test
    void aSpanThatEndsBeforeItBeginsTakesNoTime() throws Exception {
        var parcel = Calls.parcel(
                handler, "span.default", Records.span("ab", "1", "", Records.START, Records.START.minusSeconds(1)));
        var span = Span.parseFrom(Content.decode(parcel.content()).message());
        assertThat(span.getEndTimeUnixNano()).isEqualTo(span.getStartTimeUnixNano());
        assertThat(span.getTraceId().size()).isEqualTo(16);
        assertThat(span.getSpanId().size()).isEqualTo(8);
    }

    @Test
    void tracesThatAreNotSampledAreNotSent() throws Exception {
        try (var none = open(0)) {
            var batch = List.of(
                    Calls.parcel(none, "span.default", Records.span("ab", "1", "", Records.START, Records.START)));
            Calls.send(none, batch); // nothing listens: a request would fail
        }
        assertThat(host.count("opentelemetry_spans_unsampled_total")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "trace, 1",
        "DEBUG, 5",
        "info, 9",
        "notice, 10",
        "Warn, 13",
        "warning, 13",
        "error, 17",
        "critical, 18",
        "alert, 19",
        "fatal, 21",
        "emergency, 21",
        "odd, 0",
        "'', 0"
    })
    void severitiesHaveNumbers(String severity, int number) throws Exception {
        var entry = new LogEntry(Map.of(), Optional.empty(), severity, "", Map.of());
        var log = LogRecord.parseFrom(
                Content.decode(Calls.parcel(handler, "access.default", entry).content())
                        .message());
        assertThat(log.getSeverityNumber()).isEqualTo(SeverityNumber.forNumber(number));
        assertThat(log.getSeverityText()).isEqualTo(severity);
        assertThat(log.getTimeUnixNano()).isEqualTo(log.getObservedTimeUnixNano());
    }
}
