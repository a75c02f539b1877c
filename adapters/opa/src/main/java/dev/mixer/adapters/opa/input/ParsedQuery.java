package dev.mixer.adapters.opa.input;

import dev.mixer.adapters.opa.projection.InputWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A query or a form: names with all their values in order. Pairs that cannot be decoded are left out, as Go does. */
record ParsedQuery(Map<String, List<String>> values) {
    /** The query of a path as it was received. */
    static ParsedQuery ofPath(String path) {
        int mark = path.indexOf('?');
        int fragment = path.indexOf('#');
        if (mark < 0 || (fragment >= 0 && fragment < mark)) {
            return new ParsedQuery(Map.of());
        }
        return of(fragment < 0 ? path.substring(mark + 1) : path.substring(mark + 1, fragment));
    }

    /** A query without its question mark. */
    static ParsedQuery of(String query) {
        var values = new LinkedHashMap<String, List<String>>();
        for (var pair : query.split("&", -1)) {
            if (pair.isEmpty() || pair.indexOf(';') >= 0) {
                continue;
            }
            int equals = pair.indexOf('=');
            var name = Percent.decode(equals < 0 ? pair : pair.substring(0, equals), true);
            var value = Percent.decode(equals < 0 ? "" : pair.substring(equals + 1), true);
            if (name != null && value != null) {
                values.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
            }
        }
        return new ParsedQuery(values);
    }

    void write(InputWriter out) {
        out.beginObject();
        values.forEach((name, all) -> {
            if (out.name(name)) {
                out.beginArray();
                all.forEach(out::text);
                out.endArray();
            }
        });
        out.endObject();
    }
}
