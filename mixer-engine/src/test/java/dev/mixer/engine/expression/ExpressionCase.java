package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.MapBag;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.attribute.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** One row of the expression tables under {@code cases/expression}. */
record ExpressionCase(String file, Map<?, ?> row) {
    static List<ExpressionCase> all() {
        var folder = Path.of("src/test/resources/cases/expression");
        try (var files = Files.list(folder)) {
            var cases = new ArrayList<ExpressionCase>();
            for (var file : files.sorted().toList()) {
                var load = new Load(
                        LoadSettings.builder().setLabel(file.toString()).build());
                for (var row : (List<?>) load.loadFromString(Files.readString(file))) {
                    cases.add(new ExpressionCase(file.getFileName().toString(), (Map<?, ?>) row));
                }
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String expression() {
        return String.valueOf(row.get("expression"));
    }

    @Nullable
    String text(String field) {
        var value = row.get(field);
        return value == null ? null : String.valueOf(value);
    }

    @Nullable
    List<String> list(String field) {
        return row.get(field) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : null;
    }

    @Nullable
    Map<?, ?> error() {
        return (Map<?, ?>) row.get("error");
    }

    @Nullable
    ValueType expected() {
        var expected = text("expected");
        return expected == null ? null : ValueType.valueOf(expected);
    }

    Vocabulary vocabulary() {
        var additions = new LinkedHashMap<String, ValueType>();
        entries("vocabulary").forEach((name, type) -> additions.put(name, ValueType.valueOf(String.valueOf(type))));
        return Vocabulary.standard().with(additions);
    }

    MapBag bag() {
        var vocabulary = vocabulary();
        var values = new LinkedHashMap<String, Object>();
        entries("attributes").forEach((name, value) -> {
            var type = vocabulary.require(name).type();
            values.put(name, value instanceof Map<?, ?> map ? map : ValueText.parse(type, String.valueOf(value)));
        });
        return MapBag.of(values);
    }

    private Map<String, Object> entries(String field) {
        var entries = new LinkedHashMap<String, Object>();
        if (row.get(field) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> entries.put(String.valueOf(key), value));
        }
        return entries;
    }

    @Override
    public String toString() {
        return file + ": " + expression() + " " + entries("attributes");
    }
}
