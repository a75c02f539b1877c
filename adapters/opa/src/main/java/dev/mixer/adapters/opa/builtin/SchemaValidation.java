package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoBoolean;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.List;
import java.util.stream.Collectors;

/** Holds one document against a schema, with the errors in OPA's words. */
final class SchemaValidation {
    private static final String ROOT = "(Root)";

    private final JsonSchema schema;
    private final BuiltinContext context;

    SchemaValidation(JsonSchema schema, BuiltinContext context) {
        this.schema = schema;
        this.context = context;
    }

    SchemaErrors validate(RegoValue document) throws BuiltinException {
        return validate(schema.root(), document, ROOT, 0);
    }

    /** Holds a value against a part of the schema. */
    SchemaErrors validate(RegoValue part, RegoValue value, String field, int depth) throws BuiltinException {
        context.checkpoint();
        var errors = new SchemaErrors();
        if (depth > JsonSchema.DEEPEST) {
            throw new BuiltinException("the schema goes too deep, perhaps in a circle");
        }
        if (part instanceof RegoBoolean(var passes)) {
            if (!passes) {
                errors.add("false", field, "False always fails validation");
            }
            return errors;
        }
        var keywords = (RegoObject) part;
        if (keywords.get("$ref") instanceof RegoString(var reference)) {
            return validate(schema.resolve(reference), value, field, depth + 1);
        }
        var types = JsonSchema.types(keywords.get("type"));
        if (!types.isEmpty() && !isOf(types, value)) {
            var given = JsonSchema.typeOf(value);
            var expected = types.size() == 1 ? types.getFirst() : "[" + String.join(",", types) + "]";
            errors.add("invalid_type", field, "Invalid type. Expected: " + expected + ", given: " + given);
            return errors;
        }
        new SchemaCombinations(this).validate(keywords, value, field, depth, errors);
        switch (value) {
            case RegoNumber number -> numbers(keywords, number, field, errors);
            case RegoString(var text) -> texts(keywords, text, field, errors);
            case RegoArray(var elements) ->
                new SchemaContainers(this, schema).array(keywords, elements, field, depth, errors);
            case RegoObject object -> new SchemaContainers(this, schema).object(keywords, object, field, depth, errors);
            default -> errors.point();
        }
        common(keywords, value, field, errors);
        errors.point();
        return errors;
    }

    private static boolean isOf(List<String> types, RegoValue value) {
        var type = value.type().word();
        return types.contains(type)
                || (value instanceof RegoNumber number && number.isWhole() && types.contains("integer"));
    }

    private static void numbers(RegoObject keywords, RegoNumber number, String field, SchemaErrors errors)
            throws BuiltinException {
        SchemaLimits.number(keywords, number, field, errors);
        errors.point();
    }

    private void texts(RegoObject keywords, String text, String field, SchemaErrors errors) throws BuiltinException {
        int length = text.codePointCount(0, text.length());
        SchemaLimits.least(
                keywords,
                "minLength",
                length,
                field,
                "string_gte",
                "String length must be greater than or equal to %d",
                errors);
        SchemaLimits.most(
                keywords,
                "maxLength",
                length,
                field,
                "string_lte",
                "String length must be less than or equal to %d",
                errors);
        if (keywords.get("pattern") instanceof RegoString(var pattern)
                && !schema.pattern(pattern).matcher(text).find()) {
            errors.add("pattern", field, "Does not match pattern '" + pattern + "'");
        }
        errors.point();
    }

    private static void common(RegoObject keywords, RegoValue value, String field, SchemaErrors errors) {
        var constant = keywords.get("const");
        if (constant != null && !constant.equals(value)) {
            errors.add("const", field, field + " does not match: " + GoJson.write(constant));
        }
        if (keywords.get("enum") instanceof RegoArray(var allowed) && !allowed.contains(value)) {
            var texts = allowed.stream().map(GoJson::write).collect(Collectors.joining(", "));
            errors.add("enum", field, field + " must be one of the following: " + texts);
        }
        if (keywords.get("format") instanceof RegoString(var format)
                && value instanceof RegoString(var text)
                && !SchemaFormats.matches(format, text)) {
            errors.add("format", field, "Does not match format '" + format + "'");
        }
        errors.point();
    }

    /** How messages call what is inside a field. */
    static String inside(String field, String name) {
        return field.equals(ROOT) ? name : field + "." + name;
    }
}
