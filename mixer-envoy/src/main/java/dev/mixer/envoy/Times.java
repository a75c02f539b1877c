package dev.mixer.envoy;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.mixer.engine.attribute.Unusable;
import java.time.DateTimeException;
import java.time.Instant;

/** Reads protobuf's times, which may lie outside of what Java's can hold. */
public final class Times {
    private Times() {}

    /** An {@link Instant}, or {@link Unusable}. */
    public static Object instant(Timestamp time) {
        try {
            return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
        } catch (DateTimeException | ArithmeticException e) {
            return new Unusable("a timestamp is out of range");
        }
    }

    /** A {@link java.time.Duration}, or {@link Unusable}. */
    public static Object duration(Duration span) {
        try {
            return java.time.Duration.ofSeconds(span.getSeconds(), span.getNanos());
        } catch (ArithmeticException e) {
            return new Unusable("a duration is out of range");
        }
    }

    /** The point in time {@code span} after {@code time}, or {@link Unusable}. */
    public static Object after(Timestamp time, Duration span) {
        var start = instant(time);
        var length = duration(span);
        try {
            return start instanceof Instant from && length instanceof java.time.Duration by ? from.plus(by) : start;
        } catch (DateTimeException | ArithmeticException e) {
            return new Unusable("a timestamp is out of range");
        }
    }
}
