package dev.mixer.adapters.quota;

import dev.mixer.spi.Host;
import dev.mixer.spi.QuotaResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counters in memory. Exact whatever the number of threads: a call holds the one stripe that its counter's hash falls
 * into. Where there is no room for a counter of its own, a name shares one with all others of its quota that found none,
 * each under its own limit, and those who came first are not touched. So a flood of names resets nobody's counter; a name
 * that gets room while the shared counter still counts may have its limit once from each.
 */
public final class Counters {
    private static final int STRIPES = 256;

    /** Ids do not spread evenly; a stripe may hold this many above its part. */
    private static final int SPARE_IDS = 64;

    private final KeyedHash hash = KeyedHash.random();
    private final LongAdder keys = new LongAdder();
    private final Stripe[] stripes = new Stripe[STRIPES];

    /** Makes an empty set of counters. */
    public Counters() {
        Arrays.setAll(stripes, _ -> new Stripe(keys));
    }

    /**
     * Takes from the counter of a name, or looks at it, or gives back.
     *
     * @param overflows counts the names that find no room for a counter of their own
     */
    public QuotaResult take(
            CounterName name, Limit limit, Take take, Bounds bounds, Instant now, Host.Counter overflows) {
        var key = hash.of(name.bytes());
        long nanos = nanos(now);
        // The id belongs to the counter, so both lie in the same stripe and are looked at under one monitor.
        var id = take.dedupId().isEmpty() ? null : idOf(key, take.dedupId());
        var result = take(key, id, limit, take, nanos, bounds.maxKeys(), bounds);
        if (result == null) {
            overflows.add(1);
            result = take(hash.of(name.shared().bytes()), id, limit, take, nanos, Long.MAX_VALUE, bounds);
        }
        return java.util.Objects.requireNonNull(result);
    }

    private @Nullable QuotaResult take(
            Hash key, @Nullable Hash id, Limit limit, Take take, long now, long most, Bounds bounds) {
        return stripes[(int) (key.high() >>> 56)].take(
                key,
                id,
                limit,
                take,
                now,
                most,
                bounds.maxKeys() / STRIPES + SPARE_IDS,
                bounds.dedup().toNanos());
    }

    private Hash idOf(Hash key, String dedupId) {
        byte[] text = dedupId.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOf(text, text.length + 16);
        for (int i = 0; i < 8; i++) {
            bytes[text.length + i] = (byte) (key.high() >>> (8 * i));
            bytes[text.length + 8 + i] = (byte) (key.low() >>> (8 * i));
        }
        return hash.of(bytes);
    }

    /** Drops counters that a new one would answer for, and ids that are old enough. */
    public void sweep(Bounds bounds, Instant now) {
        for (var stripe : stripes) {
            stripe.sweep(nanos(now), bounds.dedup().toNanos());
        }
    }

    /** How many counters there are. */
    public long keys() {
        return keys.sum();
    }

    private static long nanos(Instant now) {
        return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    }
}
