package dev.mixer.server.front.envoy;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.attribute.Unusable;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.expression.ValueText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.TreeMap;

/** Messages that a real sidecar sent, and bags as tables. */
public final class Samples {
    private Samples() {}

    /** Reads a sample into a builder. */
    public static <B extends Message.Builder> B read(String name, B builder) {
        try (var in = Objects.requireNonNull(Samples.class.getResourceAsStream("/envoy/" + name), name)) {
            return merge(new String(in.readAllBytes(), StandardCharsets.UTF_8), builder);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads JSON on top of what a builder holds. */
    public static <B extends Message.Builder> B merge(String json, B builder) {
        try {
            JsonFormat.parser().merge(json, builder);
            return builder;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Every attribute that a bag has, a line each in the order of names: {@code NAME = VALUE}. */
    public static String table(AttributeBag bag) {
        var lines = new TreeMap<String, String>();
        for (var attribute : Vocabulary.standard().attributes()) {
            var value = bag.value(attribute);
            if (value instanceof Unusable reason) {
                lines.put(attribute.name(), "unusable: " + reason.reason());
            } else if (value != null) {
                lines.put(
                        attribute.name(),
                        ValueText.of(
                                attribute.type(), attribute.type().javaType().cast(value)));
            }
        }
        var table = new StringBuilder();
        lines.forEach(
                (name, text) -> table.append(name).append(" = ").append(text).append('\n'));
        return table.toString();
    }
}
