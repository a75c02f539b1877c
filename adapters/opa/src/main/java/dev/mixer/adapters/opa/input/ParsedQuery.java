package dev.mixer.adapters.opa.input;

import dev.mixer.adapters.opa.projection.InputWriter;
import dev.mixer.adapters.opa.value.MalformedValueException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A query or a form: names with all their values in order. Pairs that cannot be decoded are left out of a query and refuse a form, as
 * OPA's plug-in does both.
 *
 * @param whole whether there was no such pair
 */
record ParsedQuery(Map<String, List<String>> values, boolean whole) {
    /** The query of a path as it was received. */
    static ParsedQuery ofPath(String path) {
        int mark = path.indexOf('?');
        int fragment = path.indexOf('#');
        if (mark < 0 || (fragment >= 0 && fragment < mark)) {
            return new ParsedQuery(Map.of(), true);
        }
        return of(fragment < 0 ? path.substring(mark + 1) : path.substring(mark + 1, fragment));
    }

    /** @throws MalformedValueException if a pair cannot be decoded */
    static ParsedQuery ofForm(String body) throws MalformedValueException {
        var form = of(body);
        if (!form.whole()) {
            throw new MalformedValueException("no form: a pair cannot be decoded", 1, 1);
        }
        return form;
    }

    /** A query without its question mark. */
    static ParsedQuery of(String query) {
        var values = new LinkedHashMap<String, List<String>>();
        boolean whole = true;
        for (var pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            if (pair.indexOf(';') >= 0) {
                whole = false;
                continue;
            }
            int equals = pair.indexOf('=');
            var name = Percent.decode(equals < 0 ? pair : pair.substring(0, equals), true);
            var value = Percent.decode(equals < 0 ? "" : pair.substring(equals + 1), true);
            if (name == null || value == null) {
                whole = false;
            } else {
                values.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
            }
        }
        return new ParsedQuery(values, whole);
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
