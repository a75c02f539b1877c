package dev.mixer.adapters.apikey;

import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys by digest. A hash table takes not quite the same time for every digest, and may: a caller who measured it would
 * learn about the digest of the key shown, and cannot choose keys by their digest.
 */
record KeyTable(Map<ByteBuffer, KeyEntry> entries) {
    KeyTable {
        entries = Map.copyOf(entries);
    }

    @Nullable
    KeyEntry find(ByteBuffer digest) {
        return entries.get(digest);
    }

    int size() {
        return entries.size();
    }
}
