package dev.mixer.engine.config.bind;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes maps, lists and scalars as indented JSON. */
final class JsonText {
    private final StringBuilder text = new StringBuilder();

    private JsonText() {}

    static String of(Object value) {
        var writer = new JsonText();
        writer.write(value, "\n");
        return writer.text.append('\n').toString();
    }

    private void write(Object value, String newLine) {
        switch (value) {
            case Map<?, ?> map -> writeAll(ordered(map).entrySet().iterator(), '{', '}', newLine);
            case List<?> list -> writeAll(list.iterator(), '[', ']', newLine);
            case Map.Entry<?, ?> entry -> {
                quote(String.valueOf(entry.getKey()));
                text.append(": ");
                write(entry.getValue(), newLine);
            }
            case Number number -> text.append(number);
            case Boolean flag -> text.append(flag);
            default -> quote(value.toString());
        }
    }

    /** Maps without an order of their own differ from run to run; generated files must not. */
    private static Map<?, ?> ordered(Map<?, ?> map) {
        return map instanceof java.util.SequencedMap<?, ?> ? map : new TreeMap<>(map);
    }

    private void writeAll(Iterator<?> values, char open, char close, String newLine) {
        text.append(open);
        String indented = newLine + "  ";
        boolean any = values.hasNext();
        while (values.hasNext()) {
            text.append(indented);
            write(values.next(), indented);
            text.append(values.hasNext() ? "," : "");
        }
        text.append(any ? newLine : "").append(close);
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
