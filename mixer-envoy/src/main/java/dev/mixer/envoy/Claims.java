package dev.mixer.envoy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a token that Envoy has verified.
 *
 * @param claims by name
 */
public record Claims(Struct claims) {
    /**
     * The claims in the metadata of a filter: its only struct. Two would leave open whose claims count, so they give none.
     *
     * @param filter the filter that verifies tokens
     */
    public static @Nullable Claims of(Metadata metadata, String filter) {
        var fields = metadata.getFilterMetadataOrDefault(filter, Struct.getDefaultInstance());
        Struct only = null;
        for (var value : fields.getFieldsMap().values()) {
            if (value.hasStructValue()) {
                if (only != null) {
                    return null;
                }
                only = value.getStructValue();
            }
        }
        return only == null ? null : new Claims(only);
    }

    /** Issuer and subject as {@code iss/sub}; the subject alone without an issuer; none without a subject. */
    public @Nullable Object principal() {
        var subject = text("sub");
        if (subject == null || !claims.containsFields("iss")) {
            return subject;
        }
        // An issuer that is no text must not pass for no issuer at all.
        var issuer = text("iss");
        return issuer == null ? null : issuer + "/" + subject;
    }

    /** The audiences, joined with a comma. */
    public @Nullable Object audiences() {
        return joined(claims.getFieldsOrDefault("aud", Value.getDefaultInstance()));
    }

    /** The authorised presenter. */
    public @Nullable Object presenter() {
        return text("azp");
    }

    /** The claims that are texts, numbers, truth values or lists of them; lists joined with a comma. */
    public Map<String, String> asMap() {
        var texts = new LinkedHashMap<String, String>();
        claims.getFieldsMap().forEach((name, value) -> {
            var text = joined(value);
            if (text != null) {
                texts.put(name, text);
            }
        });
        return Collections.unmodifiableMap(texts);
    }

    /** One claim as {@link #asMap} has it. */
    public @Nullable Object claim(String name) {
        return joined(claims.getFieldsOrDefault(name, Value.getDefaultInstance()));
    }

    /** All claims as JSON. */
    public String json() {
        return JsonText.of(claims);
    }

    private @Nullable String text(String name) {
        var value = claims.getFieldsOrDefault(name, Value.getDefaultInstance());
        return value.hasStringValue() && !value.getStringValue().isEmpty() ? value.getStringValue() : null;
    }

    private static @Nullable String joined(Value value) {
        if (!value.hasListValue()) {
            return scalar(value);
        }
        var texts = value.getListValue().getValuesList().stream()
                .map(Claims::scalar)
                .toList();
        return texts.contains(null) ? null : texts.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static @Nullable String scalar(Value value) {
        return switch (value.getKindCase()) {
            case STRING_VALUE -> value.getStringValue();
            case NUMBER_VALUE -> JsonText.number(value.getNumberValue());
            case BOOL_VALUE -> String.valueOf(value.getBoolValue());
            default -> null;
        };
    }
}
