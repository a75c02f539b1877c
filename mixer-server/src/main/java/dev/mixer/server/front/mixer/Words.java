package dev.mixer.server.front.mixer;

import dev.mixer.engine.dispatch.InvalidRequestException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The words of one message, decoded when asked for: most are values that nobody reads. Used by one thread at a time. */
final class Words {
    static final Words NONE = new Words(new byte[0]);

    private final byte[] message;
    private int[] offsets = new int[32];
    private int[] lengths = new int[32];
    private @Nullable String[] decoded = new @Nullable String[32];
    private int count;

    Words(byte[] message) {
        this.message = message;
    }

    void add(int offset, int length) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
            decoded = Arrays.copyOf(decoded, count * 2);
        }
        offsets[count] = offset;
        lengths[count++] = length;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Refuses an index that neither dictionary has. */
    void require(int index) throws InvalidRequestException {
        if (index >= 0 ? index >= GlobalDictionary.INSTANCE.size() : -index - 1 >= count) {
            throw Dictionaries.outside(index, count);
        }
    }

    /** How many bytes the word of an index takes that {@link #require} has seen. */
    int size(int index) {
        return index >= 0 ? GlobalDictionary.INSTANCE.word(index).length() : lengths[-index - 1];
    }

    /** The word of an index that {@link #require} has seen, or null where it is not valid UTF-8. */
    @Nullable
    String word(int index) {
        if (index >= 0) {
            return GlobalDictionary.INSTANCE.word(index);
        }
        int slot = -index - 1;
        var word = decoded[slot];
        if (word == null) {
            word = decode(offsets[slot], lengths[slot]);
            decoded[slot] = word;
        }
        return word;
    }

    private @Nullable String decode(int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (message[i] < 0) {
                return decodeStrictly(offset, length);
            }
        }
        return new String(message, offset, length, StandardCharsets.ISO_8859_1);
    }

    private @Nullable String decodeStrictly(int offset, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(message, offset, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
