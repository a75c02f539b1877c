package dev.mixer.adapters.opa.input;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A header field with parameters, such as {@code form-data; name="a"} (RFC 2045, 5.1; RFC 2183).
 *
 * @param value what stands before the parameters, in lower case
 * @param parameters by name in lower case
 */
record FieldParameters(String value, Map<String, String> parameters) {
    FieldParameters {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads a field; empty where it is not of this form, names a parameter twice or in an encoding (RFC 5987), so that nobody reads it in
     * another way.
     */
    static Optional<FieldParameters> parse(String field) {
        int at = field.indexOf(';');
        var value = (at < 0 ? field : field.substring(0, at)).strip().toLowerCase(Locale.ROOT);
        var parameters = new TreeMap<String, String>();
        while (at >= 0 && !field.substring(at + 1).isBlank()) {
            int equals = field.indexOf('=', at);
            if (equals < 0) {
                return Optional.empty();
            }
            var name = field.substring(at + 1, equals).strip().toLowerCase(Locale.ROOT);
            var text = new StringBuilder();
            int end = readValue(field, equals + 1, text);
            if (end < 0 || name.indexOf('*') >= 0 || parameters.put(name, text.toString()) != null) {
                return Optional.empty();
            }
            at = end == field.length() ? -1 : end;
        }
        return Optional.of(new FieldParameters(value, parameters));
    }

    /** Reads a token or a quoted text; answers where the next semicolon or the end is, -1 where something else follows. */
    private static int readValue(String field, int start, StringBuilder text) {
        int at = start;
        if (at < field.length() && field.charAt(at) == '"') {
            for (at++; at < field.length() && field.charAt(at) != '"'; at++) {
                if (field.charAt(at) == '\\' && at + 1 < field.length()) {
                    at++;
                }
                text.append(field.charAt(at));
            }
            at++; // beyond the end where the quote is not closed
        } else {
            for (; at < field.length() && field.charAt(at) != ';' && field.charAt(at) != ' '; at++) {
                text.append(field.charAt(at));
            }
        }
        while (at < field.length() && (field.charAt(at) == ' ' || field.charAt(at) == '\t')) {
            at++;
        }
        return at > field.length() || (at < field.length() && field.charAt(at) != ';') ? -1 : at;
    }

    @Nullable
    String get(String name) {
        return parameters.get(name);
    }
}
