package dev.mixer.engine.delivery;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes there are and may be. Taken by the threads of callers, given back by the loop. */
final class Room {
    private final Terms terms;
    private final AtomicLong held = new AtomicLong();
    private volatile long stored;

    Room(Terms terms) {
        this.terms = terms;
    }

    /** The most bytes held and stored together. */
    long limit() {
        return terms.now().limit();
    }

    /** Whether the bytes fit beside what is there; if so they are held. */
    boolean take(long bytes) {
        return take(bytes, limit() - stored);
    }

    /** Whether the bytes can be held until others have made room for them; if so they are held. */
    boolean takeFromOthers(long bytes) {
        return bytes <= limit() && take(bytes, limit());
    }

    private boolean take(long bytes, long free) {
        long most = Math.min(free, terms.now().memory().bytes());
        if (held.addAndGet(bytes) <= most) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    /** The bytes are no longer held: they are stored, or not wanted. */
    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }

    /** How many bytes the store takes now. */
    void stored(long bytes) {
        stored = bytes;
    }

    /** How many bytes are held and stored. */
    long used() {
        return held.get() + stored;
    }
}
