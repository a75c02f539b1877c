package dev.mixer.adapters.redisquota;

import dev.mixer.adapters.quota.Window;
import dev.mixer.adapters.redisquota.QuotaJob.Answer;
import java.math.BigInteger;
import java.util.List;

/** The oracle: all that was granted, in the order of the server, added up anew for each question. Times are microseconds. */
record SharedLog(List<Answer> answers) {
    private static final long MICRO = 1000;

    /** What may be granted at {@code now}. */
    long owed(Window window, long limit, long now) {
        return switch (window) {
            case Window.Fixed(long nanos) -> limit - since(now - now % (nanos / MICRO));
            case Window.Rolling(long nanos, long bucket) ->
                limit - since((now / (bucket / MICRO) - Math.ceilDiv(nanos, bucket)) * (bucket / MICRO));
            case Window.Even(long nanos) -> limit - level(nanos / MICRO, limit, now);
            case Window.Never() -> limit - since(0);
        };
    }

    long since(long start) {
        return answers.stream()
                .filter(answer -> answer.before() >= start)
                .mapToLong(Answer::granted)
                .sum();
    }

    /** What has not leaked yet, rounded up; in exact arithmetic, in units of an amount times a microsecond. */
    private long level(long window, long limit, long now) {
        var unit = BigInteger.valueOf(window);
        var level = BigInteger.ZERO;
        long at = now;
        for (var answer : answers) {
            level = leaked(level, answer.before() - at, limit).add(unit.multiply(BigInteger.valueOf(answer.granted())));
            at = answer.before();
        }
        return leaked(level, now - at, limit)
                .add(unit)
                .subtract(BigInteger.ONE)
                .divide(unit)
                .longValueExact();
    }

    private static BigInteger leaked(BigInteger level, long time, long limit) {
        return level.subtract(BigInteger.valueOf(Math.max(0, time)).multiply(BigInteger.valueOf(limit)))
                .max(BigInteger.ZERO);
    }
}
