package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoBoolean;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

    private SchemaErrors validate(RegoValue part, RegoValue value, String field, int depth) throws BuiltinException {
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
        combined(keywords, value, field, depth, errors);
        switch (value) {
            case RegoNumber number -> numbers(keywords, number, field, errors);
            case RegoString(var text) -> texts(keywords, text, field, errors);
            case RegoArray(var elements) -> array(keywords, elements, field, depth, errors);
            case RegoObject object -> object(keywords, object, field, depth, errors);
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

    private void combined(RegoObject keywords, RegoValue value, String field, int depth, SchemaErrors errors)
            throws BuiltinException {
        if (keywords.get("anyOf") instanceof RegoArray(var any) && !any.isEmpty()) {
            var best = nearest(any, value, field, depth);
            if (best != null) {
                errors.add("number_any_of", field, "Must validate at least one schema (anyOf)");
                errors.add(best);
            }
        }
        if (keywords.get("oneOf") instanceof RegoArray(var one) && !one.isEmpty()) {
            int valid = 0;
            for (var part : one) {
                valid += validate(part, value, field, depth + 1).isEmpty() ? 1 : 0;
            }
            if (valid != 1) {
                errors.add("number_one_of", field, "Must validate one and only one schema (oneOf)");
                var best = valid == 0 ? nearest(one, value, field, depth) : null;
                if (best != null) {
                    errors.add(best);
                }
            }
        }
        if (keywords.get("allOf") instanceof RegoArray(var all)) {
            boolean valid = true;
            for (var part : all) {
                var found = validate(part, value, field, depth + 1);
                valid &= found.isEmpty();
                errors.add(found);
            }
            if (!valid) {
                errors.add("number_all_of", field, "Must validate all the schemas (allOf)");
            }
        }
        var not = keywords.get("not");
        if (not != null && validate(not, value, field, depth + 1).isEmpty()) {
            errors.add("number_not", field, "Must not validate the schema (not)");
        }
        if (value instanceof RegoObject object && keywords.get("dependencies") instanceof RegoObject dependencies) {
            dependencies(dependencies, object, field, depth, errors);
        }
        conditions(keywords, value, field, depth, errors);
        errors.point();
    }

    /** The errors of the schema that comes nearest, or null if one is met. */
    private @Nullable SchemaErrors nearest(List<RegoValue> parts, RegoValue value, String field, int depth)
            throws BuiltinException {
        SchemaErrors best = null;
        for (var part : parts) {
            var found = validate(part, value, field, depth + 1);
            if (found.isEmpty()) {
                return null;
            }
            if (best == null || found.score() > best.score()) {
                best = found;
            }
        }
        return best;
    }

    private void dependencies(RegoObject dependencies, RegoObject object, String field, int depth, SchemaErrors errors)
            throws BuiltinException {
        for (int i = 0; i < dependencies.size(); i++) {
            if (object.get(dependencies.keys().get(i)) == null) {
                continue;
            }
            if (dependencies.values().get(i) instanceof RegoArray names) {
                for (var name : Operands.strings(names, 1)) {
                    if (object.get(name) == null) {
                        errors.add("missing_dependency", field, "Has a dependency on " + name);
                    }
                }
            } else {
                errors.add(validate(dependencies.values().get(i), object, field, depth + 1));
            }
        }
    }

    private void conditions(RegoObject keywords, RegoValue value, String field, int depth, SchemaErrors errors)
            throws BuiltinException {
        var condition = keywords.get("if");
        if (condition == null) {
            return;
        }
        boolean met = validate(condition, value, field, depth + 1).isEmpty();
        var branch = keywords.get(met ? "then" : "else");
        if (branch == null) {
            return;
        }
        var found = validate(branch, value, field, depth + 1);
        if (!found.isEmpty()) {
            errors.add(
                    met ? "condition_then" : "condition_else",
                    field,
                    met
                            ? "Must validate \"then\" as \"if\" was valid"
                            : "Must validate \"else\" as \"if\" was not valid");
            errors.add(found);
        }
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

    private void array(RegoObject keywords, List<RegoValue> elements, String field, int depth, SchemaErrors errors)
            throws BuiltinException {
        var items = keywords.get("items");
        for (int i = 0; i < elements.size(); i++) {
            var part = items;
            if (items instanceof RegoArray list) {
                part = i < list.size() ? list.get(i) : list.size() == 0 ? null : keywords.get("additionalItems");
                if (i == list.size() && part instanceof RegoBoolean(var more)) {
                    if (!more) {
                        errors.add("array_no_additional_items", field, "No additional items allowed on array");
                    }
                }
                part = i >= list.size() && part instanceof RegoBoolean ? null : part;
            }
            if (part != null) {
                errors.add(validate(part, elements.get(i), inside(field, Integer.toString(i)), depth + 1));
            }
        }
        SchemaLimits.least(
                keywords,
                "minItems",
                elements.size(),
                field,
                "array_min_items",
                "Array must have at least %d items",
                errors);
        SchemaLimits.most(
                keywords,
                "maxItems",
                elements.size(),
                field,
                "array_max_items",
                "Array must have at most %d items",
                errors);
        if (RegoBoolean.TRUE.equals(keywords.get("uniqueItems"))) {
            SchemaLimits.unique(elements, field, errors);
        }
        var contains = keywords.get("contains");
        if (contains != null) {
            SchemaErrors best = null;
            boolean found = false;
            for (int i = 0; i < elements.size() && !found; i++) {
                var tried = validate(contains, elements.get(i), inside(field, Integer.toString(i)), depth + 1);
                found = tried.isEmpty();
                best = best == null || tried.score() > best.score() ? tried : best;
            }
            if (!found) {
                errors.add("contains", field, "At least one of the items must match");
                if (best != null) {
                    errors.add(best);
                }
            }
        }
        errors.point();
    }

    private void object(RegoObject keywords, RegoObject object, String field, int depth, SchemaErrors errors)
            throws BuiltinException {
        SchemaLimits.least(
                keywords,
                "minProperties",
                object.size(),
                field,
                "array_min_properties",
                "Must have at least %d properties",
                errors);
        SchemaLimits.most(
                keywords,
                "maxProperties",
                object.size(),
                field,
                "array_max_properties",
                "Must have at most %d properties",
                errors);
        if (keywords.get("required") instanceof RegoArray required) {
            for (var name : Operands.strings(required, 1)) {
                if (object.get(name) != null) {
                    errors.point();
                } else {
                    errors.add("required", field, name + " is required");
                }
            }
        }
        var properties = keywords.get("properties") instanceof RegoObject known ? known : RegoObject.EMPTY;
        var patterns = keywords.get("patternProperties") instanceof RegoObject known ? known : RegoObject.EMPTY;
        var additional = keywords.get("additionalProperties");
        var names = keywords.get("propertyNames");
        for (int i = 0; i < object.size(); i++) {
            if (!(object.keys().get(i) instanceof RegoString(var name))) {
                continue;
            }
            var value = object.values().get(i);
            boolean matched = false;
            for (int p = 0; p < patterns.size(); p++) {
                if (patterns.keys().get(p) instanceof RegoString(var pattern)
                        && schema.pattern(pattern).matcher(name).find()) {
                    matched = true;
                    errors.add(validate(patterns.values().get(p), value, inside(field, name), depth + 1));
                }
            }
            if (additional != null && !matched && properties.get(name) == null) {
                if (RegoBoolean.FALSE.equals(additional)) {
                    errors.add(
                            "additional_property_not_allowed",
                            field,
                            "Additional property " + name + " is not allowed");
                } else {
                    errors.add(validate(additional, value, inside(field, name), depth + 1));
                }
            }
            var wrong = names == null ? null : validate(names, RegoValue.of(name), field, depth + 1);
            if (wrong != null && !wrong.isEmpty()) {
                errors.add("invalid_property_name", field, "Property name of \"" + name + "\" does not match");
                errors.add(wrong);
            }
        }
        for (int i = 0; i < properties.size(); i++) {
            var value = object.get(properties.keys().get(i));
            if (value != null && properties.keys().get(i) instanceof RegoString(var name)) {
                errors.add(validate(properties.values().get(i), value, inside(field, name), depth + 1));
            }
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

    private static String inside(String field, String name) {
        return field.equals(ROOT) ? name : field + "." + name;
    }
}
