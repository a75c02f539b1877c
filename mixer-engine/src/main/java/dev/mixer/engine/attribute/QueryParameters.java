package dev.mixer.engine.attribute;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The decoded parameters of a request target's query; values of a repeated name are joined with a comma, as headers are. */
final class QueryParameters {
    private QueryParameters() {}

    static Object of(String target) {
        int start = target.indexOf('?');
        if (start < 0) {
            return Map.of();
        }
        int end = target.indexOf('#', start);
        var parameters = new LinkedHashMap<String, String>();
        for (String pair :
                target.substring(start + 1, end < 0 ? target.length() : end).split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            try {
                var name = decode(equals < 0 ? pair : pair.substring(0, equals));
                var value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                parameters.merge(name, value, (earlier, later) -> earlier + "," + later);
            } catch (IllegalArgumentException e) {
                return new Unusable("the query holds a bad escape");
            }
        }
        return Collections.unmodifiableMap(parameters);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
