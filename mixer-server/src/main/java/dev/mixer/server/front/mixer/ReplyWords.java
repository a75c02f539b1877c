package dev.mixer.server.front.mixer;

import dev.mixer.server.grpc.ProtoWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers the words of a reply: those of the client's dictionary by it, others by a place among the message's own. */
final class ReplyWords {
    private final ProtoWriter out;
    private final int globalWords;
    private @Nullable List<String> own;

    /** @param out the {@code ReferencedAttributes} message that new words are written to */
    ReplyWords(ProtoWriter out, int globalWords) {
        this.out = out;
        this.globalWords = globalWords;
    }

    int index(String word) {
        int global = GlobalDictionary.INSTANCE.indexOf(word);
        return global >= 0 && global < globalWords ? global : ownIndex(word);
    }

    /** The index of a map's key: never 0, which stands for no key. */
    int indexOfKey(String key) {
        int index = index(key);
        return index == 0 ? ownIndex(key) : index;
    }

    private int ownIndex(String word) {
        if (own == null) {
            own = new ArrayList<>();
        }
        int known = own.indexOf(word);
        if (known < 0) {
            known = own.size();
            own.add(word);
            out.bytes(1, word.getBytes(StandardCharsets.UTF_8));
        }
        return -known - 1;
    }
}
