package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keywords of schemas that hold a value against other schemas: anyOf, oneOf, allOf, not, dependencies, if. */
final class SchemaCombinations {
    private final SchemaValidation whole;

    SchemaCombinations(SchemaValidation whole) {
        this.whole = whole;
    }

    /** All of them for one value. */
    void validate(RegoObject keywords, RegoValue value, String field, int depth, SchemaErrors errors)
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
                valid += whole.validate(part, value, field, depth + 1).isEmpty() ? 1 : 0;
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
                var found = whole.validate(part, value, field, depth + 1);
                valid &= found.isEmpty();
                errors.add(found);
            }
            if (!valid) {
                errors.add("number_all_of", field, "Must validate all the schemas (allOf)");
            }
        }
        var not = keywords.get("not");
        if (not != null && whole.validate(not, value, field, depth + 1).isEmpty()) {
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
            var found = whole.validate(part, value, field, depth + 1);
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
                errors.add(whole.validate(dependencies.values().get(i), object, field, depth + 1));
            }
        }
    }

    private void conditions(RegoObject keywords, RegoValue value, String field, int depth, SchemaErrors errors)
            throws BuiltinException {
        var condition = keywords.get("if");
        if (condition == null) {
            return;
        }
        boolean met = whole.validate(condition, value, field, depth + 1).isEmpty();
        var branch = keywords.get(met ? "then" : "else");
        if (branch == null) {
            return;
        }
        var found = whole.validate(branch, value, field, depth + 1);
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
}
