package dev.mixer.engine.rule;

import dev.mixer.engine.config.DocumentKinds;
import dev.mixer.engine.config.bind.JsonSchema;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.engine.template.TemplateField;
import dev.mixer.spi.Instance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A JSON Schema (2020-12) of one document of a configuration, for editors: each kind with its fields, handlers with the parameters of
 * their adapter, instances with the fields of their template. What a schema cannot say (expressions, references) is left to
 * {@code validate}.
 */
public final class ConfigurationSchema {
    private static final Map<String, Object> EXPRESSION = Map.of("type", List.of("string", "number", "boolean"));

    private final AdapterCatalog catalog;

    private ConfigurationSchema(AdapterCatalog catalog) {
        this.catalog = catalog;
    }

    /** The schema of configurations that may name what {@code catalog} holds, as maps, lists and scalars. */
    public static Map<String, Object> of(AdapterCatalog catalog) {
        return new ConfigurationSchema(catalog).document();
    }

    private Map<String, Object> document() {
        var kinds = new TreeMap<String, Map<String, Object>>();
        specs().forEach((kind, spec) -> kinds.put(kind, spec));
        // The older form: the kind is the adapter or the template; of a name that both have, the template's.
        for (var name : catalog.adapterNames()) {
            kinds.putIfAbsent(name, parameters(name));
        }
        catalog.templates().forEach((name, template) -> kinds.put(name, withBindings(fields(template))));
        var cases = new ArrayList<Object>();
        kinds.forEach((kind, spec) -> cases.add(when(isKind(kind), resource(kind, spec))));
        cases.add(when(
                Map.of("not", Map.of("required", List.of("kind")), "required", List.of("domain")),
                JsonSchema.part(DocumentKinds.RATE_LIMITS)));
        var schema = new LinkedHashMap<String, Object>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "A document of a Mixer configuration");
        schema.put("type", "object");
        schema.put(
                "properties",
                ordered(
                        "kind",
                        ordered(
                                "type",
                                "string",
                                "anyOf",
                                List.of(Map.of("enum", List.copyOf(kinds.keySet())), Map.of())),
                        "metadata",
                        metadata()));
        schema.put("allOf", cases);
        return schema;
    }

    private Map<String, Map<String, Object>> specs() {
        var specs = new LinkedHashMap<String, Map<String, Object>>();
        DocumentKinds.specs().forEach((kind, type) -> specs.put(kind, JsonSchema.part(type)));
        specs.computeIfPresent("handler", (_, spec) -> withParameters(spec));
        specs.computeIfPresent("instance", (_, spec) -> withFields(spec));
        return specs;
    }

    private Map<String, Object> withParameters(Map<String, Object> handler) {
        var spec = new LinkedHashMap<>(handler);
        var choices = new ArrayList<Object>();
        for (var name : new TreeSet<>(catalog.adapterNames())) {
            choices.add(named("compiledAdapter", name, parameters(name)));
        }
        spec.merge("allOf", choices, ConfigurationSchema::joined);
        return spec;
    }

    private Map<String, Object> withFields(Map<String, Object> instance) {
        var spec = new LinkedHashMap<>(instance);
        var choices = new ArrayList<Object>();
        new TreeMap<>(catalog.templates()).forEach((name, template) -> {
            choices.add(named("compiledTemplate", name, fields(template)));
            choices.add(named("template", name, fields(template)));
        });
        spec.merge("allOf", choices, ConfigurationSchema::joined);
        return spec;
    }

    private static Object joined(Object one, Object other) {
        var all = new ArrayList<Object>((List<?>) one);
        all.addAll((List<?>) other);
        return all;
    }

    /** That {@code params} has a form where a field names an adapter or template. */
    private static Map<String, Object> named(String field, String name, Map<String, Object> params) {
        return when(
                ordered("properties", Map.of(field, Map.of("const", name)), "required", List.of(field)),
                Map.of("properties", Map.of("params", params)));
    }

    private Map<String, Object> parameters(String adapter) {
        return catalog.adapter(adapter)
                .map(installed -> JsonSchema.part(installed.parametersType().asSubclass(Record.class)))
                .orElse(Map.of());
    }

    private static Map<String, Object> withBindings(Map<String, Object> fields) {
        var all = new LinkedHashMap<String, Object>();
        var properties = new LinkedHashMap<String, Object>();
        ((Map<?, ?>) fields.getOrDefault("properties", Map.of()))
                .forEach((name, field) -> properties.put(String.valueOf(name), field));
        var bindings = Map.<String, Object>of("type", "object", "additionalProperties", EXPRESSION);
        properties.put("attributeBindings", bindings);
        properties.put("attribute_bindings", bindings);
        all.putAll(fields);
        all.put("properties", properties);
        return all;
    }

    private static Map<String, Object> fields(Class<? extends Instance> template) {
        return record(TemplateField.of(template));
    }

    private static Map<String, Object> record(List<TemplateField> fields) {
        var properties = new LinkedHashMap<String, Object>();
        for (var field : fields) {
            var schema = new LinkedHashMap<String, Object>(shape(field.shape()));
            if (!field.description().isEmpty()) {
                schema.put("description", field.description());
            }
            properties.put(field.name(), schema);
            properties.put(field.snakeName(), schema);
        }
        return ordered("type", "object", "properties", properties, "additionalProperties", false);
    }

    private static Map<String, Object> shape(TemplateField.Shape shape) {
        return switch (shape) {
            case TemplateField.Shape.Typed _, TemplateField.Shape.Any _ -> EXPRESSION;
            case TemplateField.Shape.TextMap _, TemplateField.Shape.ValueMap _ ->
                ordered("type", List.of("object", "string"), "additionalProperties", EXPRESSION);
            case TemplateField.Shape.Nested(var type) -> record(TemplateField.of(type));
        };
    }

    private static Map<String, Object> isKind(String kind) {
        return ordered("properties", Map.of("kind", Map.of("const", kind)), "required", List.of("kind"));
    }

    /** A whole document of one kind; other groups have kinds of their own with the same names, which nobody judges here. */
    private static Map<String, Object> resource(String kind, Map<String, Object> spec) {
        return when(
                Map.of(
                        "properties",
                        Map.of(
                                "apiVersion",
                                Map.of(
                                        "pattern",
                                        "^" + DocumentKinds.group(kind).replace(".", "\\.") + "/"))),
                ordered(
                        "properties",
                        ordered(
                                "apiVersion",
                                Map.of("enum", List.copyOf(DocumentKinds.apiVersions(kind))),
                                "spec",
                                orNothing(spec)),
                        "required",
                        List.of("apiVersion", "metadata")));
    }

    private static Map<String, Object> orNothing(Map<String, Object> spec) {
        return Map.of("anyOf", List.of(spec, Map.of("type", "null")));
    }

    private static Map<String, Object> metadata() {
        var text = Map.<String, Object>of("type", "string");
        return ordered(
                "type",
                "object",
                "properties",
                ordered(
                        "name",
                        text,
                        "namespace",
                        text,
                        "annotations",
                        ordered(
                                "type",
                                "object",
                                "properties",
                                Map.of("istio.io/dry-run", Map.of("enum", List.of("true", "false"))))),
                "required",
                List.of("name"));
    }

    private static Map<String, Object> when(Map<String, Object> condition, Map<String, Object> then) {
        return ordered("if", condition, "then", then);
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
