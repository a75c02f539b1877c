package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoBoolean;
import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML: one document, as far as it is JSON in another notation. */
final class YamlBuiltins {
    private static final LoadSettings READING = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setAllowDuplicateKeys(true)
            .setMaxAliasesForCollections(50)
            .build();

    private YamlBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                Builtin.of("yaml.marshal", (value, context) -> Results.text(YamlWriter.write(value, context), context)),
                Builtin.of("yaml.unmarshal", (text, _) -> read(Operands.string(text, 1))),
                Builtin.of("yaml.is_valid", (text, _) -> RegoValue.of(isValid(text))));
    }

    private static boolean isValid(RegoValue value) {
        try {
            if (!(value instanceof RegoString(var text))) {
                return false;
            }
            read(text);
            return true;
        } catch (BuiltinException e) {
            return false;
        }
    }

    private static RegoValue read(String yaml) throws BuiltinException {
        try {
            RegoValue first = null;
            for (var document : new Load(READING).loadAllFromString(yaml)) {
                first = first == null ? value(document) : first; // what follows must be YAML, too
            }
            return first == null ? RegoNull.NULL : first;
        } catch (YamlEngineException e) {
            throw new BuiltinException("argument 1 must be YAML", e);
        }
    }

    private static RegoValue value(@Nullable Object node) throws BuiltinException {
        return switch (node) {
            case null -> RegoNull.NULL;
            case String text -> new RegoString(text);
            case Boolean bool -> RegoBoolean.of(bool);
            case Integer number -> RegoNumber.of(number);
            case Long number -> RegoNumber.of(number);
            case BigInteger number -> RegoNumber.of(number);
            case Double number when Double.isFinite(number) -> RegoNumber.of(new BigDecimal(number.toString()));
            case List<?> list -> {
                var elements = new ArrayList<RegoValue>();
                for (var element : list) {
                    elements.add(value(element));
                }
                yield new RegoArray(elements);
            }
            case Map<?, ?> map -> {
                var object = RegoObject.builder();
                for (var entry : map.entrySet()) {
                    object.put(key(entry.getKey()), value(entry.getValue()));
                }
                yield object.build();
            }
            default -> throw new BuiltinException("argument 1 must be YAML that can be JSON");
        };
    }

    private static String key(@Nullable Object key) throws BuiltinException {
        return switch (key) {
            case String text -> text;
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            case null, default -> throw new BuiltinException("argument 1 must be YAML with texts as keys");
        };
    }
}
