package dev.mixer.adapters.http;

import dev.mixer.adapters.telemetry.RecordJson;
import dev.mixer.adapters.telemetry.RecordTime;
import dev.mixer.adapters.telemetry.TextTemplate;
import dev.mixer.spi.ReportInstance;
import dev.mixer.spi.Reported;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes of a record what the host keeps. For many threads. */
final class RecordEncoder {
    private final InstantSource clock;
    private final List<Header> headers;

    private record Header(String name, TextTemplate value) {}

    RecordEncoder(Map<String, String> headers, InstantSource clock) {
        this.clock = clock;
        this.headers = new TreeMap<>(headers)
                .entrySet().stream()
                        .map(entry -> new Header(entry.getKey(), TextTemplate.parse(entry.getValue())))
                        .toList();
    }

    <T extends ReportInstance> byte[] encode(Reported<T> record) {
        var time = RecordTime.of(record.instance(), clock);
        var values = new LinkedHashMap<String, String>();
        for (var header : headers) {
            var value = header.value().of(record, time, RecordEncoder::escaped);
            if (!value.isEmpty()) {
                values.put(header.name(), value);
            }
        }
        return new Envelope(values, RecordJson.encode(record, time)).toBytes();
    }

    /** What a header may have (RFC 9110, 5.5) and every server takes: printable ASCII; another character is '?'. */
    private static String escaped(String value) {
        StringBuilder out = null;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                out = out == null ? new StringBuilder(value) : out;
                out.setCharAt(i, '?');
            }
        }
        return (out == null ? value : out.toString()).strip();
    }
}
