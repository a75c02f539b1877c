package dev.mixer.adapters.quota;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The oracle: remembers every grant and adds up anew for each question. Times in any unit that the window is in. */
final class ArrivalLog {
    private record Arrival(long time, long amount) {}

    private final List<Arrival> arrivals = new ArrayList<>();

    void add(long time, long amount) {
        arrivals.add(new Arrival(time, amount));
    }

    /** What was granted after {@code start}. */
    long since(long start) {
        return arrivals.stream()
                .filter(arrival -> arrival.time() > start)
                .mapToLong(Arrival::amount)
                .sum();
    }

    /** What may be granted at {@code now}. */
    long owed(Window window, long limit, long now) {
        return switch (window) {
            case Window.Never() -> limit - since(Long.MIN_VALUE);
            case Window.Fixed(long length) -> limit - since(Math.floorDiv(now, length) * length - 1);
            case Window.Rolling(long length, long bucket) -> {
                // An amount counts until its whole bucket has been outside the window.
                long buckets = Math.ceilDiv(length, bucket);
                long first = (Math.floorDiv(now, bucket) - buckets) * bucket;
                yield limit - since(first - 1);
            }
            case Window.Even(long length) -> limit - level(length, limit, now);
        };
    }

    /** What has not leaked yet, rounded up; in exact arithmetic. */
    private long level(long length, long limit, long now) {
        var level = BigInteger.ZERO;
        var unit = BigInteger.valueOf(length);
        long at = now;
        for (int i = 0; i < arrivals.size(); i++) {
            var arrival = arrivals.get(i);
            level = i == 0 ? level : leak(level, arrival.time() - at, limit);
            level = level.add(unit.multiply(BigInteger.valueOf(arrival.amount())));
            at = arrival.time();
        }
        return leak(level, now - at, limit)
                .add(unit)
                .subtract(BigInteger.ONE)
                .divide(unit)
                .longValueExact();
    }

    private static BigInteger leak(BigInteger level, long time, long limit) {
        return level.subtract(BigInteger.valueOf(time).multiply(BigInteger.valueOf(limit)))
                .max(BigInteger.ZERO);
    }
}
