package dev.mixer.adapters.opa.value;

import java.nio.charset.StandardCharsets;

/**
 * The value text, as policies' {@code opa_value_dump} writes it and {@code opa_value_parse} reads it: JSON, and besides
 * sets ({@code {1, 2}}, the empty one {@code set()}) and objects whose keys are any values ({@code {[1]: 2}}).
 */
public final class ValueText {
    private ValueText() {}

    /** Reads one value; white space around it is allowed, anything else is not. */
    public static RegoValue parse(String text) throws MalformedValueException {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        return parse(utf8, 0, utf8.length);
    }

    /** Reads one value from UTF-8; white space around it is allowed, anything else is not. */
    public static RegoValue parse(byte[] utf8, int offset, int length) throws MalformedValueException {
        return new ValueTextReader(utf8, offset, length).readOnly();
    }

    /** The text of {@code value}; equal values with equal numbers' texts have equal texts. */
    public static String write(RegoValue value) {
        var buffer = new Utf8Buffer(64);
        write(value, buffer);
        return buffer.toString();
    }

    /** Adds the text of {@code value}. */
    public static void write(RegoValue value, Utf8Buffer buffer) {
        switch (value) {
            case RegoNull _ -> buffer.raw("null");
            case RegoBoolean bool -> buffer.raw(bool.toString());
            case RegoNumber number -> buffer.raw(number.text());
            case RegoString(var text) -> buffer.quoted(text);
            case RegoArray(var elements) -> list('[', elements, ']', buffer);
            case RegoSet set -> {
                if (set.size() == 0) {
                    buffer.raw("set()");
                } else {
                    list('{', set.elements(), '}', buffer);
                }
            }
            case RegoObject object -> {
                buffer.raw('{');
                for (int i = 0; i < object.size(); i++) {
                    if (i > 0) {
                        buffer.raw(", ");
                    }
                    write(object.keys().get(i), buffer);
                    buffer.raw(": ");
                    write(object.values().get(i), buffer);
                }
                buffer.raw('}');
            }
        }
    }

    private static void list(char open, Iterable<RegoValue> elements, char close, Utf8Buffer buffer) {
        buffer.raw(open);
        var separator = "";
        for (var element : elements) {
            buffer.raw(separator);
            write(element, buffer);
            separator = ", ";
        }
        buffer.raw(close);
    }
}
