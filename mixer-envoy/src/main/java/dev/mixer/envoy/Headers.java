package dev.mixer.envoy;

import dev.mixer.engine.attribute.HeaderNames;
import dev.mixer.engine.attribute.Unusable;
import io.envoyproxy.envoy.config.core.v3.HeaderMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Headers under lower-case names, pseudo headers left out, repeated ones joined in order with a comma, outer blanks cut
 * (contract C3). Immutable.
 */
public final class Headers {
    /** The text of each header, or {@link Unusable}. */
    private final Map<String, Object> values = new LinkedHashMap<>();

    private @Nullable Unusable unusable;

    private Headers() {}

    /** Headers as Envoy sends them by default. */
    public static Headers of(Map<String, String> headers) {
        var result = new Headers();
        headers.forEach(result::add);
        return result.joined();
    }

    /** Raw headers: their values may be any bytes. */
    public static Headers of(HeaderMap headers) {
        var result = new Headers();
        for (var header : headers.getHeadersList()) {
            var raw = header.getRawValue();
            result.add(header.getKey(), raw.isEmpty() ? header.getValue() : Utf8.text(raw, "a header's value"));
        }
        return result.joined();
    }

    private void add(String name, Object value) {
        if (name.startsWith(":")) {
            return;
        }
        var cut = value instanceof String text ? text.strip() : value;
        if (cut instanceof Unusable reason) {
            unusable = reason;
        }
        values.merge(HeaderNames.fold(name), cut, Headers::joined);
    }

    /** Joins with a builder: to join ten thousand values one by one would copy them ten thousand times. */
    private static Object joined(Object earlier, Object later) {
        if (earlier instanceof Unusable) {
            return earlier;
        }
        if (later instanceof Unusable) {
            return later;
        }
        var text = earlier instanceof StringBuilder builder ? builder : new StringBuilder((String) earlier);
        return text.append(',').append(later);
    }

    private Headers joined() {
        values.replaceAll((_, value) -> value instanceof StringBuilder builder ? builder.toString() : value);
        return this;
    }

    /** The joined value of a header: a text, {@link Unusable}, or null where there is none. */
    public @Nullable Object get(String lowerCaseName) {
        return values.get(lowerCaseName);
    }

    /** All headers as a map of texts; {@link Unusable} where one of them is. */
    public Object asMap() {
        if (unusable != null) {
            return unusable;
        }
        var texts = new LinkedHashMap<String, String>();
        values.forEach((name, value) -> texts.put(name, (String) value));
        return java.util.Collections.unmodifiableMap(texts);
    }
}
