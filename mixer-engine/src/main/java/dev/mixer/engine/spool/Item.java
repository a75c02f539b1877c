package dev.mixer.engine.spool;

/** What reading a log yields, in the order of the records' numbers. */
public sealed interface Item {
    /** A record. */
    record Present(Entry entry) implements Item {}

    /**
     * Records that were accepted and cannot be read any more.
     *
     * @param from the number of the first
     * @param to the number of the last
     */
    record Lost(long from, long to) implements Item {}

    /** The number of its last record. */
    default long last() {
        return switch (this) {
            case Present(var entry) -> entry.sequence();
            case Lost lost -> lost.to();
        };
    }
}
