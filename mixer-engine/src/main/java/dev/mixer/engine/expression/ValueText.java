package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.ValueType;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/** Values as people and tools write them. What {@link #of} writes {@link #parse} reads. */
public final class ValueText {
    private ValueText() {}

    /**
     * The value as text: durations as {@code 1h30m} or {@code 10ms}, points in time as RFC 3339, maps as JSON.
     *
     * @param value of the Java type of {@code type}
     */
    public static String of(ValueType type, Object value) {
        return switch (type) {
            case STRING, INT64, DOUBLE, BOOL, TIMESTAMP, EMAIL_ADDRESS, URI, DNS_NAME -> value.toString();
            case IP_ADDRESS -> ((InetAddress) value).getHostAddress();
            case DURATION -> duration((Duration) value);
            case STRING_MAP ->
                new TreeMap<>((Map<?, ?>) value)
                        .entrySet().stream()
                                .map(entry -> GoLiterals.quote(String.valueOf(entry.getKey())) + ":"
                                        + GoLiterals.quote(String.valueOf(entry.getValue())))
                                .collect(Collectors.joining(",", "{", "}"));
        };
    }

    /** The value as a message shows it: texts in quotes, others as {@link #of} writes them. */
    public static String quoted(ValueType type, Object value) {
        return type == ValueType.STRING ? GoLiterals.quote((String) value) : of(type, value);
    }

    /**
     * Reads a value of a type.
     *
     * @return a value of the Java type of {@code type}
     * @throws IllegalArgumentException if {@code text} is no such value
     */
    public static Object parse(ValueType type, String text) {
        var value = read(type, text);
        if (value == null) {
            throw new IllegalArgumentException(GoLiterals.quote(text) + " is not " + described(type));
        }
        return value;
    }

    private static @Nullable Object read(ValueType type, String text) {
        return switch (type) {
            case STRING -> text;
            case INT64 -> number(text) instanceof Long number ? number : null;
            case DOUBLE -> decimal(text);
            case BOOL -> text.equals("true") || text.equals("false") ? (Object) Boolean.valueOf(text) : null;
            case TIMESTAMP -> TimestampText.parse(text);
            case IP_ADDRESS -> IpText.parse(text);
            case EMAIL_ADDRESS -> TypedNames.email(text);
            case URI -> UriForm.parse(text);
            case DNS_NAME -> TypedNames.dnsName(text);
            case DURATION -> DurationParser.tryParse(text);
            case STRING_MAP -> map(text);
        };
    }

    private static @Nullable Double decimal(String text) {
        var number = number(text);
        return number == null ? null : (Double) number.doubleValue();
    }

    private static @Nullable Number number(String text) {
        if (!text.matches("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return Double.valueOf(text);
        }
    }

    private static @Nullable Map<String, String> map(String text) {
        if (!text.startsWith("{")) {
            return null;
        }
        try {
            var settings = LoadSettings.builder().setSchema(new JsonSchema()).build();
            if (!(new Load(settings).loadFromString(text) instanceof Map<?, ?> map)) {
                return null;
            }
            var result = new TreeMap<String, String>();
            for (var entry : map.entrySet()) {
                if (!(entry.getKey() instanceof String key) || !(entry.getValue() instanceof String value)) {
                    return null;
                }
                result.put(key, value);
            }
            return Map.copyOf(result);
        } catch (YamlEngineException e) {
            return null;
        }
    }

    private static String described(ValueType type) {
        return switch (type) {
            case STRING -> "a text";
            case INT64 -> "a whole number of 64 bits";
            case DOUBLE -> "a number";
            case BOOL -> "true or false";
            case TIMESTAMP -> "an RFC 3339 timestamp such as 2026-01-31T08:00:00Z";
            case IP_ADDRESS -> "an IP address such as 10.0.0.1 or 2001:db8::1";
            case EMAIL_ADDRESS -> "an e-mail address such as ann@example.com";
            case URI -> "a URI";
            case DNS_NAME -> "a DNS name";
            case DURATION -> "a duration such as 10ms, 1.5s or 1h30m";
            case STRING_MAP -> "a map of texts such as {\"app\": \"shop\"}";
        };
    }

    private static String duration(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        if (duration.isNegative()) {
            return "-" + duration(duration.negated());
        }
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            int nanos = duration.toNanosPart();
            int digits = nanos < 1_000 ? 0 : nanos < 1_000_000 ? 3 : 6;
            var unit = digits == 0 ? "ns" : digits == 3 ? "us" : "ms";
            return decimal(BigDecimal.valueOf(nanos, digits)) + unit;
        }
        var seconds = BigDecimal.valueOf(duration.toSecondsPart()).add(BigDecimal.valueOf(duration.toNanosPart(), 9));
        return (duration.toHours() > 0 ? duration.toHours() + "h" : "")
                + (duration.toMinutesPart() > 0 ? duration.toMinutesPart() + "m" : "")
                + (seconds.signum() > 0 ? decimal(seconds) + "s" : "");
    }

    private static String decimal(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
