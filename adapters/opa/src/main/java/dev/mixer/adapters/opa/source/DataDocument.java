package dev.mixer.adapters.opa.source;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoBoolean;
import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads files of data: {@code data.json}, {@code data.yaml} and {@code data.yml}. */
final class DataDocument {
    private static final Set<String> NAMES = Set.of("data.json", "data.yaml", "data.yml");

    private DataDocument() {}

    static boolean isOne(String fileName) {
        return NAMES.contains(fileName);
    }

    static RegoValue read(String file, byte[] content) throws InvalidPolicyException {
        return file.endsWith(".json") ? json(file, content) : yaml(file, content);
    }

    private static RegoValue json(String file, byte[] content) throws InvalidPolicyException {
        try {
            return Json.parse(content);
        } catch (MalformedValueException e) {
            throw new InvalidPolicyException(file + ":" + e.line() + ":" + e.column() + ": " + e.getMessage());
        }
    }

    private static RegoValue yaml(String file, byte[] content) throws InvalidPolicyException {
        try {
            var settings = LoadSettings.builder()
                    .setLabel(file)
                    .setSchema(new CoreSchema()) // as OPA reads it: 0x10 is a number, ~ is null
                    .setAllowDuplicateKeys(false)
                    .build();
            return value(new Load(settings).loadFromString(new String(content, StandardCharsets.UTF_8)));
        } catch (MarkedYamlEngineException e) {
            var place = e.getProblemMark()
                    .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                    .orElse("");
            throw new InvalidPolicyException(file + place + ": no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new InvalidPolicyException(file + ": no YAML: " + e.getMessage());
        }
    }

    private static RegoValue value(@Nullable Object yaml) {
        return switch (yaml) {
            case null -> RegoNull.NULL;
            case Boolean flag -> RegoBoolean.of(flag);
            case Integer number -> RegoNumber.of(number);
            case Long number -> RegoNumber.of(number);
            case BigInteger number -> RegoNumber.of(number);
            case Double number when Double.isFinite(number) -> RegoNumber.of(new BigDecimal(number.toString()));
            case List<?> list ->
                new RegoArray(list.stream().map(DataDocument::value).toList());
            case Map<?, ?> map -> {
                var object = RegoObject.builder();
                map.forEach((key, value) -> object.put(String.valueOf(key), value(value)));
                yield object.build();
            }
            default -> new RegoString(yaml.toString());
        };
    }
}
