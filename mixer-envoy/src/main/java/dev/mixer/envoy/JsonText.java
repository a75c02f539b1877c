package dev.mixer.envoy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.math.BigDecimal;

/** Writes protobuf's structs as JSON (RFC 8259), keys in the order of the message. */
final class JsonText {
    private JsonText() {}

    static String of(Struct struct) {
        var out = new StringBuilder();
        write(out, struct);
        return out.toString();
    }

    /** A number as people write it: whole numbers without a fraction or exponent. */
    static String number(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return "null";
        }
        return number == Math.rint(number) && Math.abs(number) < 1e18
                ? String.valueOf((long) number)
                : new BigDecimal(String.valueOf(number)).toString();
    }

    private static void write(StringBuilder out, Struct struct) {
        out.append('{');
        var separator = "";
        for (var field : struct.getFieldsMap().entrySet()) {
            out.append(separator);
            quote(out, field.getKey());
            out.append(':');
            write(out, field.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private static void write(StringBuilder out, Value value) {
        switch (value.getKindCase()) {
            case STRING_VALUE -> quote(out, value.getStringValue());
            case NUMBER_VALUE -> out.append(number(value.getNumberValue()));
            case BOOL_VALUE -> out.append(value.getBoolValue());
            case STRUCT_VALUE -> write(out, value.getStructValue());
            case LIST_VALUE -> {
                out.append('[');
                var separator = "";
                for (var element : value.getListValue().getValuesList()) {
                    out.append(separator);
                    write(out, element);
                    separator = ",";
                }
                out.append(']');
            }
            case NULL_VALUE, KIND_NOT_SET -> out.append("null");
        }
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
