package dev.mixer.adapters.opentelemetry;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the host keeps of a record: a byte that says of which signal, the length of its service's name in two bytes, that
 * name, then one message of OTLP (LogRecord, Metric with a single point, or Span).
 *
 * @param signal null for a span that is not sampled
 * @param service empty: the handler's own
 */
record Content(@org.jspecify.annotations.Nullable Signal signal, String service, ByteString message) {
    private static final int HEADER = 3;
    private static final int LONGEST_SERVICE = 0xffff;

    /** Stands for a span of a trace that is not sampled. */
    static byte[] leftOut() {
        return new byte[HEADER];
    }

    static byte[] encode(Signal signal, String service, Message message) {
        var name = service.getBytes(StandardCharsets.UTF_8);
        if (name.length > LONGEST_SERVICE) {
            throw new IllegalArgumentException("the service's name has " + name.length + " bytes, more than 65535");
        }
        var bytes = message.toByteArray();
        var content = new byte[HEADER + name.length + bytes.length];
        content[0] = (byte) code(signal);
        content[1] = (byte) (name.length >> 8);
        content[2] = (byte) name.length;
        System.arraycopy(name, 0, content, HEADER, name.length);
        System.arraycopy(bytes, 0, content, HEADER + name.length, bytes.length);
        return content;
    }

    /** @throws IllegalArgumentException if that is none, as of a newer version of the adapter */
    static Content decode(byte[] content) {
        int end =
                content.length < HEADER ? Integer.MAX_VALUE : HEADER + ((content[1] & 0xff) << 8 | (content[2] & 0xff));
        if (end > content.length) {
            throw new IllegalArgumentException("the record is not of a form that this version knows");
        }
        var service = new String(Arrays.copyOfRange(content, HEADER, end), StandardCharsets.UTF_8);
        var signal = switch (content[0]) {
            case 0 -> null;
            case 1 -> Signal.LOGS;
            case 2 -> Signal.METRICS;
            case 3 -> Signal.TRACES;
            default -> throw new IllegalArgumentException("the record is of a kind that this version does not know");
        };
        return new Content(signal, service, ByteString.copyFrom(content, end, content.length - end));
    }

    private static int code(Signal signal) {
        return switch (signal) {
            case LOGS -> 1;
            case METRICS -> 2;
            case TRACES -> 3;
        };
    }
}
