package dev.mixer.engine.config.bind;

import dev.mixer.engine.config.bind.Shape.JsonType;
import dev.mixer.spi.DataSize;
import dev.mixer.spi.DnsName;
import dev.mixer.spi.EmailAddress;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Types written as one scalar. Beside those listed, every public type with {@code public static T parse(String)} is one,
 * which throws {@link IllegalArgumentException} for what it cannot read.
 */
final class Values {
    private static final Map<Class<?>, Shape.Value> KNOWN = Map.ofEntries(
            value(String.class, "text", JsonType.STRING, text -> text),
            value(int.class, "number", JsonType.INTEGER, Values::parseInt),
            value(Integer.class, "number", JsonType.INTEGER, Values::parseInt),
            value(long.class, "number", JsonType.INTEGER, Values::parseLong),
            value(Long.class, "number", JsonType.INTEGER, Values::parseLong),
            value(double.class, "number", JsonType.NUMBER, Values::parseDouble),
            value(Double.class, "number", JsonType.NUMBER, Values::parseDouble),
            value(Duration.class, "duration", JsonType.STRING, Durations::parse),
            value(Instant.class, "time", JsonType.STRING, Values::parseInstant),
            value(InetAddress.class, "IP address", JsonType.STRING, IpAddresses::parse),
            value(URI.class, "URI", JsonType.STRING, Values::parseUri),
            value(EmailAddress.class, "e-mail address", JsonType.STRING, EmailAddress::parse),
            value(DnsName.class, "DNS name", JsonType.STRING, DnsName::parse),
            value(DataSize.class, "size", JsonType.STRING, DataSize::parse));

    private Values() {}

    static Optional<Shape.Value> shapeOf(Class<?> type) {
        Shape.Value known = KNOWN.get(type);
        return known != null ? Optional.of(known) : withParseMethod(type);
    }

    private static Map.Entry<Class<?>, Shape.Value> value(
            Class<?> type, String label, JsonType jsonType, Function<String, Object> parse) {
        return Map.entry(type, new Shape.Value(type, label, jsonType, parse));
    }

    private static Optional<Shape.Value> withParseMethod(Class<?> type) {
        try {
            MethodHandle parse = MethodHandles.publicLookup()
                    .findStatic(type, "parse", MethodType.methodType(type, String.class))
                    .asType(MethodType.methodType(Object.class, String.class));
            return Optional.of(new Shape.Value(type, label(type), JsonType.STRING, text -> call(parse, text)));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return Optional.empty();
        }
    }

    private static String label(Class<?> type) {
        return Names.snakeCase(type.getSimpleName()).replace('_', ' ');
    }

    private static Object call(MethodHandle parse, String text) {
        try {
            return (Object) parse.invokeExact(text);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Object parseInt(String text) {
        long value = number(text);
        if (value != (int) value) {
            throw new IllegalArgumentException("'" + text + "' is beyond " + Integer.MAX_VALUE);
        }
        return (int) value;
    }

    private static Object parseLong(String text) {
        return number(text);
    }

    private static long number(String text) {
        try {
            if (text.startsWith("0x")) {
                return Long.parseLong(text.substring(2), 16);
            }
            return text.startsWith("0o") ? Long.parseLong(text.substring(2), 8) : Long.parseLong(text);
        } catch (NumberFormatException e) {
            boolean digits = text.matches("[-+]?[0-9]+");
            String what = digits ? "' is beyond " + Long.MAX_VALUE : "' is not a whole number";
            throw new IllegalArgumentException("'" + text + what, e);
        }
    }

    private static Object parseDouble(String text) {
        if (!text.matches("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?")) {
            throw new IllegalArgumentException("'" + text + "' is not a number");
        }
        return Double.parseDouble(text);
    }

    private static Object parseInstant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is not a time such as 2026-01-31T12:00:00Z", e);
        }
    }

    private static Object parseUri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + text + "' is not a URI: " + e.getReason(), e);
        }
    }
}
