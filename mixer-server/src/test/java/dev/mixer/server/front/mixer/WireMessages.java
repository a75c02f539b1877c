package dev.mixer.server.front.mixer;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.mixer.proto.v1.CompressedAttributes;
import dev.mixer.proto.v1.ReferencedAttributes;
import dev.mixer.proto.v1.StringMap;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Encodes attributes as a sidecar does: through the generated classes, words in the global or the message's dictionary. */
public final class WireMessages {
    private WireMessages() {}

    /** The message that states these values. */
    public static CompressedAttributes attributes(Map<String, Object> values) {
        var words = new ArrayList<String>();
        var message = CompressedAttributes.newBuilder();
        values.forEach((name, value) -> message.mergeFrom(entry(name, value, words, true)));
        return message.addAllWords(words).build();
    }

    /**
     * The message that states one value, but for its words.
     *
     * @param words takes the words that the value needs
     * @param global whether words of the global dictionary are taken from there
     */
    static CompressedAttributes entry(String name, Object value, List<String> words, boolean global) {
        var message = CompressedAttributes.newBuilder();
        int key = index(name, words, global);
        switch (value) {
            case String text -> message.putStrings(key, index(text, words, global));
            case Long number -> message.putInt64S(key, number);
            case Double number -> message.putDoubles(key, number);
            case Boolean flag -> message.putBools(key, flag);
            case InetAddress address -> message.putBytes(key, ByteString.copyFrom(address.getAddress()));
            case Instant time ->
                message.putTimestamps(
                        key,
                        Timestamp.newBuilder()
                                .setSeconds(time.getEpochSecond())
                                .setNanos(time.getNano())
                                .build());
            case java.time.Duration span ->
                message.putDurations(
                        key,
                        Duration.newBuilder()
                                .setSeconds(span.getSeconds())
                                .setNanos(span.getNano())
                                .build());
            case Map<?, ?> map -> {
                var entries = StringMap.newBuilder();
                map.forEach((k, v) ->
                        entries.putEntries(index((String) k, words, global), index((String) v, words, global)));
                message.putStringMaps(key, entries.build());
            }
            default -> throw new IllegalArgumentException(name + " is " + value.getClass());
        }
        return message.build();
    }

    /** What an answer was made from, as {@code EXACT NAME} or {@code ABSENCE NAME[KEY]}. */
    public static List<String> referenced(ReferencedAttributes referenced) {
        return referenced.getAttributeMatchesList().stream()
                .map(match -> match.getCondition() + " " + word(match.getName(), referenced)
                        + (match.getMapKey() == 0 ? "" : "[" + word(match.getMapKey(), referenced) + "]"))
                .toList();
    }

    private static String word(int index, ReferencedAttributes referenced) {
        return index >= 0 ? GlobalDictionary.INSTANCE.word(index) : referenced.getWords(-index - 1);
    }

    private static int index(String word, List<String> words, boolean global) {
        int known = global ? GlobalDictionary.INSTANCE.indexOf(word) : -1;
        if (known >= 0) {
            return known;
        }
        int own = words.indexOf(word);
        if (own < 0) {
            words.add(word);
            own = words.size() - 1;
        }
        return -own - 1;
    }
}
