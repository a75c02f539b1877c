package dev.mixer.adapters.sending;

import dev.mixer.spi.template.TraceSpan;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Whose child a span is, in lower-case hexadecimal digits.
 *
 * @param traceId 16 or 32 digits, not all zero
 * @param spanId 16 digits, not all zero
 * @param parentId 16 digits; empty: none
 * @param sampled false where the caller's trace context says that the trace is not recorded
 */
public record SpanIds(String traceId, String spanId, String parentId, boolean sampled) {
    /** What Mixer made the id of a client span of, so that spans of both join. */
    private static final long REWRITE = 0x3f6a2ec3c810c2abL;

    private static final Pattern TRACE_PARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final Pattern B3 =
            Pattern.compile("([0-9a-f]{16}|[0-9a-f]{32})-([0-9a-f]{16})(?:-([01d])(?:-([0-9a-f]{16}))?)?");
    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{1,32}");
    private static final Pattern SPAN_ID = Pattern.compile("[0-9a-f]{1,16}");
    private static final int SHORT = 16;

    /**
     * The ids of a span. Its {@code traceId} is the trace's id, or a whole header that has it: W3C {@code traceparent}
     * or the single {@code b3}, which then give the span's id too where the span itself has none. With
     * {@code rewriteClientSpanId} the caller's side gets an id of its own, the same at every host, and the other side
     * becomes its child.
     *
     * @throws IllegalArgumentException if there is no trace, or an id is none
     */
    public static SpanIds of(TraceSpan span) {
        var given = span.traceId().strip().toLowerCase(Locale.ROOT);
        var spanId = span.spanId();
        var parentId = span.parentSpanId();
        boolean sampled = true;
        var traceId = given;
        var w3c = TRACE_PARENT.matcher(given);
        var b3 = B3.matcher(given);
        if (w3c.matches()) {
            traceId = w3c.group(1);
            spanId = spanId.isEmpty() ? w3c.group(2) : spanId;
            sampled = (Integer.parseInt(w3c.group(3), 16) & 1) == 1;
        } else if (b3.matches()) {
            traceId = b3.group(1);
            spanId = spanId.isEmpty() ? b3.group(2) : spanId;
            parentId = parentId.isEmpty() && b3.group(4) != null ? b3.group(4) : parentId;
            sampled = !"0".equals(b3.group(3));
        }
        long id = spanId.isBlank() ? random() : number("spanId", spanId);
        var parent = parentId.isBlank() ? "" : digits(number("parentSpanId", parentId));
        if (!span.rewriteClientSpanId()) {
            return new SpanIds(trace(traceId), digits(id), parent, sampled);
        }
        return span.clientSpan()
                ? new SpanIds(trace(traceId), digits(id ^ REWRITE), parent, sampled)
                : new SpanIds(trace(traceId), digits(id), digits(id ^ REWRITE), sampled);
    }

    /** The trace's id in 32 digits, as W3C has it; a shorter one with zeros before it. */
    public String longTraceId() {
        return traceId.length() == SHORT ? "0".repeat(SHORT) + traceId : traceId;
    }

    /**
     * Whether a share of all traces has this one: the same answer for all its spans at every host. It goes by the lower
     * 63 bits of the trace's id, as the sampler of OpenTelemetry does that goes by a ratio.
     */
    public boolean isAmong(double share) {
        if (share >= 1) {
            return true;
        }
        long low = Long.parseUnsignedLong(traceId.substring(traceId.length() - SHORT), 16) & Long.MAX_VALUE;
        return low < (long) (share * Long.MAX_VALUE);
    }

    private static String trace(String given) {
        if (given.isEmpty()) {
            throw new IllegalArgumentException("the span has no traceId");
        }
        if (!TRACE_ID.matcher(given).matches() || given.chars().allMatch(c -> c == '0')) {
            throw new IllegalArgumentException("traceId '" + shown(given)
                    + "' is not 1 to 32 hexadecimal digits other than zero, a traceparent or a b3 header");
        }
        var padded = "0".repeat(2 * SHORT - given.length()) + given;
        return padded.startsWith("0".repeat(SHORT)) ? padded.substring(SHORT) : padded;
    }

    private static long number(String field, String given) {
        var text = given.strip().toLowerCase(Locale.ROOT);
        long id = SPAN_ID.matcher(text).matches() ? Long.parseUnsignedLong(text, 16) : 0;
        if (id == 0) {
            throw new IllegalArgumentException(
                    field + " '" + shown(given) + "' is not 1 to 16 hexadecimal digits other than zero");
        }
        return id;
    }

    private static String shown(String text) {
        return text.length() > 2 * SHORT ? text.substring(0, 2 * SHORT) + "..." : text;
    }

    private static String digits(long id) {
        var text = Long.toHexString(id);
        return "0".repeat(SHORT - text.length()) + text;
    }

    private static long random() {
        long id = 0;
        while (id == 0) {
            id = ThreadLocalRandom.current().nextLong();
        }
        return id;
    }
}
