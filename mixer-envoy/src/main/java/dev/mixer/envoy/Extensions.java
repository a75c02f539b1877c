package dev.mixer.envoy;

import dev.mixer.engine.attribute.Attribute;
import dev.mixer.engine.attribute.HeaderNames;
import dev.mixer.engine.attribute.HostAttributes;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.dispatch.InvalidRequestException;
import dev.mixer.engine.expression.ValueText;
import dev.mixer.envoy.FaultySidecarException.Reason;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the sidecar's configuration states of a call (contract C15): attributes by id, and everything else under {@code
 * context.extensions}.
 */
final class Extensions {
    private static final String OTHERS = "context.extensions";

    private final Vocabulary vocabulary;
    private final ExtAuthzSettings settings;
    private final Map<Integer, Object> values = new HashMap<>();
    private final Map<String, String> others = new LinkedHashMap<>();

    private Extensions(Vocabulary vocabulary, ExtAuthzSettings settings) {
        this.vocabulary = vocabulary;
        this.settings = settings;
    }

    /** Refuses a key that it must not set and a value that is not of the attribute's type. */
    static Extensions of(Map<String, String> stated, Vocabulary vocabulary, ExtAuthzSettings settings)
            throws InvalidRequestException {
        var extensions = new Extensions(vocabulary, settings);
        for (var entry : stated.entrySet()) {
            extensions.add(entry.getKey(), entry.getValue());
        }
        if (!extensions.others.isEmpty()) {
            extensions.values.put(vocabulary.require(OTHERS).id(), Collections.unmodifiableMap(extensions.others));
        }
        return extensions;
    }

    /** The stated value; null where nothing is stated. */
    @Nullable
    Object value(Attribute attribute) {
        return values.isEmpty() ? null : values.get(attribute.id());
    }

    private void add(String key, String value) throws InvalidRequestException {
        int bracket = key.indexOf('[');
        var name = bracket < 0 ? key : key.substring(0, bracket);
        boolean free = name.startsWith("destination.") || name.startsWith("context.") || name.startsWith("api.");
        if (HostAttributes.owns(name)) {
            throw faulty(key, Reason.OWN_OF_HOST, "it is the host's own, which no setting allows");
        }
        boolean guarded = name.startsWith("source.") || name.startsWith("request.") || name.startsWith("connection.");
        if (guarded && !settings.allows(name)) {
            throw faulty(key, Reason.NOT_ALLOWED, "context extensions must not set it");
        }
        var attribute = free || guarded ? vocabulary.get(name) : null;
        if (attribute == null) {
            others.put(key, value);
        } else if (name.equals(OTHERS)) {
            throw faulty(key, Reason.RESERVED, "it is made of the keys that are no attributes");
        } else if (bracket < 0) {
            put(attribute, key, parsed(attribute, key, value));
        } else {
            putEntry(attribute, key, bracket, value);
        }
    }

    private void put(Attribute attribute, String key, Object value) throws InvalidRequestException {
        if (values.put(attribute.id(), value) != null) {
            throw faulty(key, Reason.TWICE, "it is stated twice");
        }
    }

    @SuppressWarnings("unchecked") // only maps of texts are filed under a STRING_MAP
    private void putEntry(Attribute attribute, String key, int bracket, String value) throws InvalidRequestException {
        if (attribute.type() != ValueType.STRING_MAP || !key.endsWith("]")) {
            throw faulty(key, Reason.WRONG_TYPE, "only a map has entries, written " + attribute + "[KEY]");
        }
        var inner = key.substring(bracket + 1, key.length() - 1);
        var name = Slots.headers(attribute) ? HeaderNames.fold(inner) : inner;
        var map =
                (Map<String, String>) values.computeIfAbsent(attribute.id(), _ -> new LinkedHashMap<String, String>());
        if (map.put(name, value) != null) {
            throw faulty(key, Reason.TWICE, "it is stated twice");
        }
    }

    private static Object parsed(Attribute attribute, String key, String value) throws InvalidRequestException {
        try {
            var parsed = ValueText.parse(attribute.type(), value);
            // A copy that entries stated one by one can join.
            return parsed instanceof Map<?, ?> map ? new LinkedHashMap<>(map) : parsed;
        } catch (IllegalArgumentException e) {
            throw faulty(key, Reason.WRONG_TYPE, "its value is no " + attribute.type());
        }
    }

    private static FaultySidecarException faulty(String key, Reason reason, String detail) {
        return new FaultySidecarException(key, reason, detail);
    }
}
