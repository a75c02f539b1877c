package dev.mixer.server.front.mixer;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the policy of {@link MixerMutationTest} must answer to the bytes of a {@code CheckRequest}, worked out from protobuf's own
 * parse by the plainest means.
 */
final class CheckOracle {
    private final DynamicMessage attributes;
    private final List<?> words;

    private CheckOracle(DynamicMessage attributes) {
        this.attributes = attributes;
        this.words = (List<?>) field(attributes, "words");
    }

    /** Whether a message may pass: user ann, a size up to 10, and the one value admin of the header x-role. */
    static boolean allows(byte[] message) {
        var request = LenientWords.parse("CheckRequest", message);
        if (request == null) {
            return false;
        }
        var oracle = new CheckOracle((DynamicMessage) field(request, "attributes"));
        var size = oracle.one("int64s", "request.size");
        return "ann".equals(oracle.word(oracle.one("strings", "source.user")))
                && (size == null || (long) size <= 10)
                && "admin".equals(oracle.role(oracle.one("string_maps", "request.headers")));
    }

    private @Nullable String role(@Nullable Object map) {
        if (map == null) {
            return null;
        }
        String role = null;
        for (var entry : entries((DynamicMessage) map, "entries").entrySet()) {
            if ("x-role".equalsIgnoreCase(word(entry.getKey()))) {
                var value =
                        Objects.requireNonNullElse(word(entry.getValue()), "?").strip();
                role = role == null ? value : role + "," + value;
            }
        }
        return role;
    }

    /** The only value of an attribute in one of the maps. */
    private @Nullable Object one(String map, String name) {
        Object found = null;
        for (var entry : entries(attributes, map).entrySet()) {
            if (name.equals(word(entry.getKey()))) {
                if (found != null) {
                    return null;
                }
                found = entry.getValue();
            }
        }
        return found;
    }

    private @Nullable String word(@Nullable Object index) {
        if (!(index instanceof Integer number)) {
            return null;
        }
        if (number >= 0) {
            return number < 222 ? GlobalDictionary.INSTANCE.word(number) : null;
        }
        int slot = -number - 1;
        return slot < words.size() ? ((ByteString) words.get(slot)).toStringUtf8() : null;
    }

    /** A map of the message: of entries under one key the last one counts. */
    private static Map<Object, Object> entries(DynamicMessage message, String map) {
        var entries = new LinkedHashMap<Object, Object>();
        for (var entry : (List<?>) field(message, map)) {
            entries.put(field((DynamicMessage) entry, "key"), field((DynamicMessage) entry, "value"));
        }
        return entries;
    }

    private static Object field(DynamicMessage message, String name) {
        return message.getField(message.getDescriptorForType().findFieldByName(name));
    }
}
