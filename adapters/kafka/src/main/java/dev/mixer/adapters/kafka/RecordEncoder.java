package dev.mixer.adapters.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mixer.adapters.telemetry.RecordJson;
import dev.mixer.adapters.telemetry.RecordTime;
import dev.mixer.adapters.telemetry.TextTemplate;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.Host;
import dev.mixer.spi.ReportInstance;
import dev.mixer.spi.Reported;
import dev.mixer.spi.template.TraceSpan;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Makes of a record what the host keeps and the broker gets. For many threads. */
final class RecordEncoder {
    /** The header that says what the value is. */
    static final String CONTENT_TYPE = "content-type";

    /** The header of W3C Trace Context that names a span. */
    static final String TRACE_PARENT = "traceparent";

    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{16}|[0-9a-f]{32}");
    private static final Pattern SPAN_ID = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern ZEROS = Pattern.compile("0+");
    private static final String HIGH_HALF = "0".repeat(16);

    private final InstantSource clock;
    private final ValueFormat format;
    private final Envelope.Field contentType;
    private final TopicNames topics;
    private final TextTemplate key;
    private final List<Header> headers;

    private record Header(String name, TextTemplate value) {}

    RecordEncoder(KafkaParameters parameters, Host host) {
        this.clock = host.clock();
        this.format = parameters.valueFormat();
        this.contentType = new Envelope.Field(CONTENT_TYPE, format.contentType().getBytes(UTF_8));
        this.topics = new TopicNames(parameters, host);
        this.key = TextTemplate.parse(parameters.key());
        this.headers = headers(parameters.headers());
    }

    private static List<Header> headers(Map<String, String> given) {
        return new TreeMap<>(given)
                .entrySet().stream()
                        .map(entry -> new Header(entry.getKey(), TextTemplate.parse(entry.getValue())))
                        .toList();
    }

    <T extends ReportInstance> byte[] encode(Reported<T> record) throws AdapterException {
        var time = RecordTime.of(record.instance(), clock);
        var topic = topics.of(record, time);
        var keyText = key.of(record, time);
        var fields = new ArrayList<Envelope.Field>(headers.size() + 2);
        fields.add(contentType);
        for (var header : headers) {
            var value = header.value().of(record, time);
            if (!value.isEmpty()) {
                fields.add(new Envelope.Field(header.name(), value.getBytes(UTF_8)));
            }
        }
        if (record.instance() instanceof TraceSpan span) {
            traceParent(span, fields);
        }
        var value = switch (format) {
            case JSON -> RecordJson.encode(record, time);
            case PROTOBUF -> RecordProtobuf.encode(record, time);
        };
        return new Envelope(topic, keyText.isEmpty() ? null : keyText.getBytes(UTF_8), fields, value).toBytes();
    }

    /** W3C Trace Context, 3.2; only for ids that it allows. That the span is here means that it was sampled. */
    private static void traceParent(TraceSpan span, List<Envelope.Field> fields) {
        var trace = span.traceId();
        var id = span.spanId();
        boolean allowed = TRACE_ID.matcher(trace).matches()
                && SPAN_ID.matcher(id).matches()
                && !ZEROS.matcher(trace).matches()
                && !ZEROS.matcher(id).matches();
        if (allowed) {
            var whole = trace.length() == HIGH_HALF.length() ? HIGH_HALF + trace : trace;
            fields.add(new Envelope.Field(TRACE_PARENT, ("00-" + whole + "-" + id + "-01").getBytes(UTF_8)));
        }
    }
}
