package dev.mixer.adapters.kafka;

import java.util.Locale;

/** How batches are packed on the wire and in the broker. */
public enum Compression {
    NONE,
    GZIP,
    SNAPPY,
    LZ4,
    ZSTD;

    /** As the client library has it. */
    String configured() {
        return name().toLowerCase(Locale.ROOT);
    }
}
