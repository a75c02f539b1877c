package dev.mixer.server.front.accesslog;

import dev.mixer.engine.attribute.Attribute;
import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.expression.ValueText;
import dev.mixer.envoy.AttributeTable;
import dev.mixer.envoy.Headers;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attributes of one log entry. Custom tags named {@code destination.*} go before what else tells the destination. */
final class AccessLogBag implements AttributeBag {
    private static final AttributeTable<LogEntry> TABLE = LogAttributes.table();
    private static final String TAGGABLE = "destination.";

    private final LogEntry entry;

    AccessLogBag(LogEntry entry) {
        this.entry = entry;
    }

    @Override
    public @Nullable Object value(Attribute attribute) {
        var tag = attribute.name().startsWith(TAGGABLE) ? tag(attribute) : null;
        return tag == null ? TABLE.value(attribute, entry) : tag;
    }

    @Override
    public @Nullable Object entry(Attribute attribute, String key) {
        if (Slots.headers(attribute)) {
            var headers = headers(attribute);
            return headers == null ? null : headers.get(key);
        }
        return value(attribute) instanceof Map<?, ?> map ? map.get(key) : null;
    }

    private @Nullable Headers headers(Attribute attribute) {
        return attribute.name().startsWith("request.")
                ? LogAttributes.requestHeaders(entry)
                : LogAttributes.responseHeaders(entry);
    }

    /** The tag of an attribute's name; one that is not of the attribute's type counts as none, as nothing is refused here. */
    private @Nullable Object tag(Attribute attribute) {
        var tags = entry.common().getCustomTagsMap();
        if (tags.isEmpty()) {
            return null;
        }
        var text = tags.get(attribute.name());
        Object value = null;
        if (text != null) {
            try {
                value = ValueText.parse(attribute.type(), text);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        return attribute.type() == ValueType.STRING_MAP ? withEntries(attribute, (Map<?, ?>) value, tags) : value;
    }

    private static @Nullable Object withEntries(
            Attribute attribute, @Nullable Map<?, ?> whole, Map<String, String> tags) {
        var map = new LinkedHashMap<Object, Object>();
        if (whole != null) {
            map.putAll(whole);
        }
        var beginning = attribute.name() + "[";
        tags.forEach((name, value) -> {
            if (name.startsWith(beginning) && name.endsWith("]")) {
                map.put(name.substring(beginning.length(), name.length() - 1), value);
            }
        });
        return map.isEmpty() ? null : map;
    }
}
