package dev.mixer.adapters.quota;

/**
 * The generic cell rate algorithm in the form of a bucket that leaks the limit within the window: as much as the limit may
 * be taken at once, and comes back evenly.
 */
final class EvenCounter extends Counter {
    /** Far below one, far above what rounding adds up to at usual limits; beyond them one less may be granted. */
    private static final double ROUNDING = 1e-9;

    private static final double ROUNDING_NANOS = 0.01;

    private final Window.Even window;
    private long at = Long.MIN_VALUE;
    private double level;

    EvenCounter(Hash hash, Window.Even window) {
        super(hash);
        this.window = window;
    }

    private void advance(long now, long limit) {
        if (now > at) {
            level = at == Long.MIN_VALUE ? 0 : Math.max(0, level - (double) (now - at) * limit / window.nanos());
            at = now;
        }
    }

    @Override
    long free(long now, long limit) {
        advance(now, limit);
        return Math.max(0, (long) Math.floor(limit - level + ROUNDING));
    }

    @Override
    void take(long amount, long now, long limit) {
        advance(now, limit);
        level += amount;
    }

    @Override
    void giveBack(long amount, long now, long limit) {
        advance(now, limit);
        level = Math.max(0, level - amount);
    }

    @Override
    long resetIn(long now, long limit) {
        advance(now, limit);
        if (level <= 0 || limit == 0) {
            return 0;
        }
        double wanted = Math.max(1, limit - Math.ceil(level - ROUNDING) + 1);
        double nanos = Math.ceil((level - (limit - wanted)) * window.nanos() / limit - ROUNDING_NANOS);
        return Math.max(1, Math.min((long) nanos, window.nanos()));
    }

    @Override
    boolean isIdle(long now) {
        return level <= 0 || now - at >= window.nanos();
    }
}
