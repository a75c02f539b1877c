package dev.mixer.adapters.opa.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/**
 * JSON (RFC 8259) to values and back. Numbers keep their text. Written sets are arrays, and a key that is no text is written as
 * the JSON of that key, as OPA does both.
 */
public final class Json {
    /** Deeper texts are refused: they would end in a stack overflow, in the policy if not here. */
    public static final int DEEPEST = 1_000;

    /** Without limits on lengths, which belong to whoever accepts the bytes; without interning of names, which never ends. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(100_000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private Json() {}

    /** Reads one value; of several values for one key the last counts, as in OPA. */
    public static RegoValue parse(String text) throws MalformedValueException {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads one value from UTF-8; of several values for one key the last counts, as in OPA. */
    public static RegoValue parse(byte[] utf8) throws MalformedValueException {
        return parse(utf8, 0, utf8.length);
    }

    /** Reads one value from a part of the bytes. */
    public static RegoValue parse(byte[] utf8, int offset, int length) throws MalformedValueException {
        try (var parser = FACTORY.createParser(utf8, offset, length)) {
            var first = parser.nextToken();
            if (first == null) {
                throw fault("no JSON: it is empty", parser);
            }
            var value = read(first, parser);
            if (parser.nextToken() != null) {
                throw fault("no JSON: more follows the value", parser);
            }
            return value;
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            throw new MalformedValueException(
                    "no JSON: " + e.getOriginalMessage(),
                    place == null ? 1 : place.getLineNr(),
                    place == null ? 1 : place.getColumnNr());
        } catch (IOException e) {
            throw new MalformedValueException("no JSON: it is no UTF-8", 1, 1);
        }
    }

    private static MalformedValueException fault(String message, JsonParser parser) {
        var place = parser.currentLocation();
        return new MalformedValueException(message, place.getLineNr(), place.getColumnNr());
    }

    private static RegoValue read(JsonToken token, JsonParser parser) throws IOException, MalformedValueException {
        return switch (token) {
            case VALUE_NULL -> RegoNull.NULL;
            case VALUE_TRUE -> RegoBoolean.TRUE;
            case VALUE_FALSE -> RegoBoolean.FALSE;
            case VALUE_STRING -> new RegoString(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                try {
                    yield RegoNumber.parse(parser.getText());
                } catch (NumberFormatException e) {
                    throw fault("no JSON: a number is out of range", parser);
                }
            }
            case START_ARRAY -> {
                var elements = new ArrayList<RegoValue>();
                for (var next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    elements.add(read(next, parser));
                }
                yield new RegoArray(elements);
            }
            case START_OBJECT -> {
                var object = RegoObject.builder();
                for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    object.put(name, read(parser.nextToken(), parser));
                }
                yield object.build();
            }
            default -> throw fault("no JSON: " + token + " cannot be here", parser);
        };
    }

    /** The JSON of {@code value}, without white space. */
    public static String write(RegoValue value) {
        var buffer = new Utf8Buffer(64);
        write(value, buffer);
        return buffer.toString();
    }

    /** Adds the JSON of {@code value}, without white space. */
    public static void write(RegoValue value, Utf8Buffer buffer) {
        switch (value) {
            case RegoNull _ -> buffer.raw("null");
            case RegoBoolean bool -> buffer.raw(bool.toString());
            case RegoNumber number -> buffer.raw(number.text());
            case RegoString(var text) -> buffer.quoted(text);
            case RegoArray(var elements) -> list(elements, buffer);
            case RegoSet set -> list(set.elements(), buffer);
            case RegoObject object -> {
                buffer.raw('{');
                for (int i = 0; i < object.size(); i++) {
                    if (i > 0) {
                        buffer.raw(',');
                    }
                    buffer.quoted(
                            object.keys().get(i) instanceof RegoString(var name)
                                    ? name
                                    : write(object.keys().get(i)));
                    buffer.raw(':');
                    write(object.values().get(i), buffer);
                }
                buffer.raw('}');
            }
        }
    }

    private static void list(Iterable<RegoValue> elements, Utf8Buffer buffer) {
        buffer.raw('[');
        var separator = "";
        for (var element : elements) {
            buffer.raw(separator);
            write(element, buffer);
            separator = ",";
        }
        buffer.raw(']');
    }
}
