package dev.mixer.engine.rule;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A claim as the value of a header, as Envoy's jwt_authn filter writes it. */
final class ClaimText {
    private static final JsonFactory JSON = new JsonFactory();

    private ClaimText() {}

    /**
     * A text, number or truth value as it is; a list or an object as JSON in base64url.
     *
     * @param claims a JSON object
     * @param path the claim's name, after the names of those that it lies in
     * @return null where there is no such claim
     */
    static @Nullable String of(String claims, List<String> path) {
        try (var parser = JSON.createParser(claims)) {
            var token = parser.nextToken();
            for (var name : path) {
                if (token != JsonToken.START_OBJECT || !seek(parser, name)) {
                    return null;
                }
                token = parser.currentToken();
            }
            return switch (token) {
                case START_OBJECT, START_ARRAY -> encoded(parser);
                case VALUE_NULL -> null;
                default -> parser.getText();
            };
        } catch (IOException e) {
            return null;
        }
    }

    /** Goes to the value of a member; false: the object has none of that name. */
    private static boolean seek(JsonParser parser, String name) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(name);
            parser.nextToken();
            if (found) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static String encoded(JsonParser parser) throws IOException {
        var text = new StringWriter();
        try (var generator = JSON.createGenerator(text)) {
            generator.copyCurrentStructure(parser);
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
