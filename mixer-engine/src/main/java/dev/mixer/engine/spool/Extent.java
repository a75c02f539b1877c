package dev.mixer.engine.spool;

/**
 * What a log knows of one of its segments.
 *
 * @param first the number in its name
 * @param lastBefore the last accepted record before it
 * @param last the last record that it holds; {@code first - 1} if none
 * @param bytes its length
 */
record Extent(long first, long lastBefore, long last, long bytes) {
    Extent grown(long newLast, long newBytes) {
        return new Extent(first, lastBefore, newLast, newBytes);
    }

    boolean isEmpty() {
        return last < first;
    }
}
