package dev.mixer.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mixer.engine.dispatch.InvalidRequestException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request; what is wrong with it is said in one sentence. */
final class JsonBody {
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    /** What the parser says of its own insides. */
    private static final Pattern OF_THE_PARSER = Pattern.compile(
            " \\(start marker at \\[.*?]\\)|, from `[^`]*`| \\(bound as `[^`]*`\\)|: not allowed as per `[^`]*`");

    private JsonBody() {}

    /** The object that the body is; {@code example} shows the reader of a complaint what is expected. */
    static JsonNode object(@Nullable String body, String example) throws InvalidRequestException {
        if (body == null || body.isBlank()) {
            throw new InvalidRequestException("the request has no body; give a JSON object such as " + example);
        }
        JsonNode node;
        try {
            node = READER.readTree(body);
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            throw new InvalidRequestException("the body is not valid JSON: "
                    + OF_THE_PARSER
                            .matcher(e.getOriginalMessage())
                            .replaceAll("")
                            .replace('\n', ' ')
                    + (place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")"));
        }
        if (!node.isObject()) {
            throw new InvalidRequestException("the body must be a JSON object such as " + example + ", not "
                    + node.getNodeType().name().toLowerCase(Locale.ROOT));
        }
        return node;
    }
}
