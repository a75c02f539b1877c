package dev.mixer.engine.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.Slots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the claims of a call's token are: as JSON, which tells a list from a text with commas; where the sidecar sends no JSON, as
 * a map of texts, each of which is one value.
 */
final class ClaimSource {
    private static final int DEEPEST = 32;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    private final int rawClaims;
    private final int claims;
    private final int audiences;

    ClaimSource(Slots slots) {
        this.rawClaims = slots.slot(slots.vocabulary().require("request.auth.raw_claims"));
        this.claims = slots.slot(slots.vocabulary().require("request.auth.claims"));
        this.audiences = slots.slot(slots.vocabulary().require("request.auth.audiences"));
    }

    /** The claims, or null where there are none or they cannot be read. */
    @Nullable
    Map<String, Object> parse(AttributeReader reader) {
        if (reader.read(rawClaims) instanceof String json) {
            return parse(json);
        }
        var texts = new HashMap<String, Object>();
        if (reader.read(claims) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
        }
        if (reader.read(audiences) instanceof String audience) {
            texts.put("aud", audience);
        }
        return texts;
    }

    /** The texts under a path: one, or the elements of a list; numbers and truth values as JSON writes them. */
    static List<String> elements(Map<String, Object> claims, List<String> path) {
        Object value = claims;
        for (var name : path) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return switch (value) {
            case String text -> List.of(text);
            case List<?> list ->
                list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }

    private static @Nullable Map<String, Object> parse(String json) {
        try (var parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            var claims = object(parser);
            return parser.nextToken() == null ? claims : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        var members = new HashMap<String, Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            var value = value(parser);
            if (value != null) {
                members.put(name, value);
            }
        }
        return members;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                var elements = new ArrayList<Object>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    var element = value(parser);
                    if (element != null) {
                        elements.add(element);
                    }
                }
                yield elements;
            }
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }
}
