package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoBoolean;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.List;

/** Keywords of schemas for arrays and objects, and for what is in them. */
final class SchemaContainers {
    private final SchemaValidation whole;
    private final JsonSchema schema;

    SchemaContainers(SchemaValidation whole, JsonSchema schema) {
        this.whole = whole;
        this.schema = schema;
    }

    void array(RegoObject keywords, List<RegoValue> elements, String field, int depth, SchemaErrors errors)
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
                errors.add(whole.validate(
                        part, elements.get(i), SchemaValidation.inside(field, Integer.toString(i)), depth + 1));
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
                var tried = whole.validate(
                        contains, elements.get(i), SchemaValidation.inside(field, Integer.toString(i)), depth + 1);
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

    void object(RegoObject keywords, RegoObject object, String field, int depth, SchemaErrors errors)
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
                    errors.add(whole.validate(
                            patterns.values().get(p), value, SchemaValidation.inside(field, name), depth + 1));
                }
            }
            if (additional != null && !matched && properties.get(name) == null) {
                if (RegoBoolean.FALSE.equals(additional)) {
                    errors.add(
                            "additional_property_not_allowed",
                            field,
                            "Additional property " + name + " is not allowed");
                } else {
                    errors.add(whole.validate(additional, value, SchemaValidation.inside(field, name), depth + 1));
                }
            }
            var wrong = names == null ? null : whole.validate(names, RegoValue.of(name), field, depth + 1);
            if (wrong != null && !wrong.isEmpty()) {
                errors.add("invalid_property_name", field, "Property name of \"" + name + "\" does not match");
                errors.add(wrong);
            }
        }
        for (int i = 0; i < properties.size(); i++) {
            var value = object.get(properties.keys().get(i));
            if (value != null && properties.keys().get(i) instanceof RegoString(var name)) {
                errors.add(whole.validate(
                        properties.values().get(i), value, SchemaValidation.inside(field, name), depth + 1));
            }
        }
        errors.point();
    }
}
