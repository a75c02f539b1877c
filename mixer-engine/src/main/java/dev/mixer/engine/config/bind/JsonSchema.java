package dev.mixer.engine.config.bind;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON Schema (2020-12) of a parameters record, for editors. */
public final class JsonSchema {
    private final Deque<Class<?>> open = new ArrayDeque<>();

    private JsonSchema() {}

    /** The schema as maps, lists and scalars. */
    public static Map<String, Object> of(Class<? extends Record> type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.putAll(new JsonSchema().record(type));
        return schema;
    }

    /** The schema as text. */
    public static String textOf(Class<? extends Record> type) {
        return textOf(of(type));
    }

    /** A schema made of others, as text. */
    public static String textOf(Map<String, Object> schema) {
        return JsonText.of(schema);
    }

    /** The schema without its own mark, as a part of another. */
    public static Map<String, Object> part(Class<? extends Record> type) {
        return new JsonSchema().record(type);
    }

    private Map<String, Object> record(Class<? extends Record> type) {
        if (open.contains(type)) {
            return Map.of("type", "object");
        }
        open.push(type);
        Map<String, Object> properties = new LinkedHashMap<>();
        List<Object> required = new ArrayList<>();
        for (Shape.Component component : Shapes.components(type)) {
            List<String> spellings = spellings(component);
            Map<String, Object> schema = component(component);
            spellings.forEach(spelling -> properties.put(spelling, schema));
            if (component.required()) {
                required.add(oneOfThese(spellings));
            }
        }
        open.pop();
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        String description = Shapes.description(type);
        if (!description.isEmpty()) {
            schema.put("description", description);
        }
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        if (!required.isEmpty()) {
            schema.put("allOf", required);
        }
        return schema;
    }

    private static List<String> spellings(Shape.Component component) {
        List<String> names = new ArrayList<>();
        names.add(component.name());
        names.addAll(component.aliases());
        return names.stream()
                .flatMap(name -> java.util.stream.Stream.of(name, Names.snakeCase(name)))
                .distinct()
                .toList();
    }

    /** A required field may come under any of its spellings. */
    private static Map<String, Object> oneOfThese(List<String> spellings) {
        if (spellings.size() == 1) {
            return Map.of("required", spellings);
        }
        return Map.of(
                "anyOf",
                spellings.stream()
                        .map(name -> Map.of("required", List.of(name)))
                        .toList());
    }

    private Map<String, Object> component(Shape.Component component) {
        Map<String, Object> schema = new LinkedHashMap<>(shape(component.shape()));
        if (!component.description().isEmpty()) {
            schema.put("description", component.description());
        }
        if (component.defaultText() != null && !component.defaultText().equals("{}")) {
            schema.put("default", component.defaultText());
        }
        return schema;
    }

    private Map<String, Object> shape(Shape shape) {
        return switch (shape) {
            case Shape.Value value -> value(value);
            case Shape.Flag _ -> Map.of("type", "boolean");
            case Shape.Choice choice -> choice(choice);
            case Shape.FilePath _ -> Map.of("type", "string");
            case Shape.Hidden _ -> secret();
            case Shape.AnyValue _ -> Map.of("type", List.of("string", "number", "boolean"));
            case Shape.Source _ -> Map.of("type", List.of("string", "number", "boolean"));
            case Shape.Raw _ -> Map.of();
            case Shape.Many many -> ordered("type", "array", "items", shape(many.element()));
            case Shape.Keyed keyed -> ordered("type", "object", "additionalProperties", shape(keyed.value()));
            case Shape.Maybe maybe -> shape(maybe.value());
            case Shape.Nested nested -> record(nested.type());
            case Shape.OneOf oneOf -> oneOf(oneOf);
        };
    }

    private static Map<String, Object> value(Shape.Value value) {
        return switch (value.jsonType()) {
            case STRING ->
                value.type() == String.class
                        ? Map.of("type", List.of("string", "number", "boolean"))
                        : Map.of("type", List.of("string", "number")); // a type with a text form of its own
            case INTEGER -> Map.of("type", List.of("integer", "string"));
            case NUMBER -> Map.of("type", List.of("number", "string"));
        };
    }

    /** Names have no case. */
    private static Map<String, Object> choice(Shape.Choice choice) {
        List<String> names = choice.names().stream()
                .flatMap(name -> java.util.stream.Stream.of(name, name.toLowerCase(java.util.Locale.ROOT)))
                .distinct()
                .toList();
        return ordered("type", "string", "enum", names);
    }

    private static Map<String, Object> secret() {
        Map<String, Object> text = Map.of("type", "string");
        return ordered(
                "type",
                List.of("object", "string"),
                "properties",
                ordered("file", text, "env", text),
                "additionalProperties",
                false);
    }

    private Map<String, Object> oneOf(Shape.OneOf oneOf) {
        Map<String, Object> cases = new LinkedHashMap<>();
        for (Class<? extends Record> type : oneOf.cases()) {
            Map<String, Object> schema = record(type);
            cases.put(Names.caseName(type), schema);
            cases.put(Names.snakeCase(Names.caseName(type)), schema);
        }
        Map<String, Object> schema = ordered("type", "object", "properties", cases, "additionalProperties", false);
        schema.put("minProperties", 1);
        schema.put("maxProperties", 1);
        return schema;
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
