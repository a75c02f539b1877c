package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/** Queries of URLs and forms (application/x-www-form-urlencoded). */
final class UrlQueryBuiltins {
    private UrlQueryBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                Builtin.of(
                        "urlquery.encode",
                        (text, context) -> Results.text(GoUrls.escapeQuery(Operands.string(text, 1)), context)),
                Builtin.of(
                        "urlquery.decode",
                        (text, context) -> Results.text(GoUrls.unescapeQuery(Operands.string(text, 1)), context)),
                Builtin.of(
                        "urlquery.encode_object",
                        (object, context) -> Results.text(encode(Operands.object(object, 1)), context)),
                Builtin.of("urlquery.decode_object", (text, context) -> decode(Operands.string(text, 1), context)));
    }

    private static String encode(RegoObject object) throws BuiltinException {
        var byName = new TreeMap<RegoString, List<String>>();
        for (int i = 0; i < object.size(); i++) {
            var key = object.keys().get(i);
            var value = object.values().get(i);
            byName.put(
                    key instanceof RegoString name ? name : new RegoString(Json.write(key)),
                    value instanceof RegoString(var text) ? List.of(text) : Operands.strings(value, 1));
        }
        var pairs = new ArrayList<String>();
        byName.forEach((name, values) -> {
            for (var value : values) {
                pairs.add(GoUrls.escapeQuery(name.value()) + "=" + GoUrls.escapeQuery(value));
            }
        });
        return String.join("&", pairs);
    }

    private static RegoValue decode(String query, BuiltinContext context) throws BuiltinException {
        var byName = new LinkedHashMap<String, List<RegoValue>>();
        int count = 0;
        for (var pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            if (pair.indexOf(';') >= 0) {
                throw new BuiltinException("a query must not hold a semicolon");
            }
            Results.checkCount(++count, context);
            int equals = pair.indexOf('=');
            var name = GoUrls.unescapeQuery(equals < 0 ? pair : pair.substring(0, equals));
            var value = GoUrls.unescapeQuery(equals < 0 ? "" : pair.substring(equals + 1));
            byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(RegoValue.of(value));
        }
        var object = RegoObject.builder();
        byName.forEach((name, values) -> object.put(name, new RegoArray(values)));
        return object.build();
    }
}
