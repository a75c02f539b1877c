package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.List;

/** JSON Schema; schemas and documents may also be given as texts of JSON. */
final class SchemaBuiltins {
    private final Memo<JsonSchema> schemas = new Memo<>(100);

    static List<Builtin> all() {
        var schema = new SchemaBuiltins();
        return List.of(
                Builtin.of("json.verify_schema", (value, _) -> verify(value)),
                Builtin.of("json.match_schema", schema::match));
    }

    private static RegoValue verify(RegoValue value) {
        try {
            JsonSchema.of(document(value));
            return RegoArray.of(RegoValue.of(true), RegoNull.NULL);
        } catch (BuiltinException e) {
            return RegoArray.of(RegoValue.of(false), RegoValue.of("jsonschema: " + e.getMessage()));
        }
    }

    private RegoValue match(RegoValue value, RegoValue schema, BuiltinContext context) throws BuiltinException {
        var document = document(value);
        var parsed = document(schema);
        var errors = new SchemaValidation(schemas.get(Json.write(parsed), _ -> JsonSchema.of(parsed)), context)
                .validate(document);
        Results.checkCount(errors.size(), context);
        return RegoArray.of(RegoValue.of(errors.isEmpty()), errors.array());
    }

    /** Sets are arrays, as in JSON. */
    private static RegoValue document(RegoValue value) throws BuiltinException {
        try {
            return switch (value) {
                case RegoString(var text) -> Json.parse(text);
                case RegoObject _, RegoArray _ -> Json.parse(Json.write(value));
                default -> throw new BuiltinException("wrong type, expected string or object");
            };
        } catch (MalformedValueException e) {
            throw new BuiltinException("invalid JSON string", e);
        }
    }
}
