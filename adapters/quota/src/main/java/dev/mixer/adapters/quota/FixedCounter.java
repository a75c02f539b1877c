package dev.mixer.adapters.quota;

/** Counts what was taken since the window began. */
final class FixedCounter extends Counter {
    private final Window.Fixed window;
    private long start = Long.MIN_VALUE;
    private long taken;
    private boolean beyond;

    FixedCounter(Hash hash, Window.Fixed window) {
        super(hash);
        this.window = window;
    }

    private void advance(long now) {
        long current = now - Math.floorMod(now, window.nanos());
        if (current > start) {
            start = current;
            taken = 0;
            beyond = false;
        }
    }

    @Override
    long free(long now, long limit) {
        advance(now);
        return Math.max(0, limit - taken);
    }

    @Override
    void take(long amount, long now, long limit) {
        advance(now);
        taken += amount;
    }

    @Override
    void giveBack(long amount, long now, long limit) {
        advance(now);
        taken = Math.max(0, taken - amount);
        beyond = false;
    }

    @Override
    void goBeyond(long now) {
        advance(now);
        beyond = true;
    }

    @Override
    boolean isBeyond(long now) {
        advance(now);
        return beyond;
    }

    @Override
    long resetIn(long now, long limit) {
        advance(now);
        return Math.min(window.nanos(), start + window.nanos() - now);
    }

    @Override
    boolean isIdle(long now) {
        return taken == 0 || now - start >= window.nanos();
    }
}
