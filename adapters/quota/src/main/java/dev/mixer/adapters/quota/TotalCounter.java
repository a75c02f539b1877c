package dev.mixer.adapters.quota;

/** Counts for ever. */
final class TotalCounter extends Counter {
    private long taken;

    TotalCounter(Hash hash) {
        super(hash);
    }

    @Override
    long free(long now, long limit) {
        return Math.max(0, limit - taken);
    }

    @Override
    void take(long amount, long now, long limit) {
        taken += amount;
    }

    @Override
    void giveBack(long amount, long now, long limit) {
        taken = Math.max(0, taken - amount);
    }

    @Override
    long resetIn(long now, long limit) {
        return 0;
    }

    @Override
    boolean isIdle(long now) {
        return taken == 0;
    }
}
