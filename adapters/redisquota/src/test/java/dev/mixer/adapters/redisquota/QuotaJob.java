package dev.mixer.adapters.redisquota;

import dev.mixer.adapters.quota.Algorithm;
import dev.mixer.adapters.quota.Limit;
import dev.mixer.adapters.quota.Window;
import java.time.Duration;

/**
 * What a host process is told to do, on one line: so many requests of random amounts at random times for one counter.
 *
 * @param throughHandler whether the handler is asked, as the engine does; else the connection, which tells the server's time
 * @param share what the handler may lease; empty: no lease
 */
record QuotaJob(
        boolean throughHandler,
        String key,
        Algorithm algorithm,
        long windowNanos,
        long bucketNanos,
        long amount,
        int requests,
        long seed,
        String share) {
    /** An answer; times are microseconds since 1970. {@code before} and {@code after} are the same where the server's is known. */
    record Answer(long amount, boolean bestEffort, long granted, long remaining, long before, long after) {
        static Answer parse(String line) {
            var words = line.split(" ", -1);
            return new Answer(
                    Long.parseLong(words[0]),
                    Boolean.parseBoolean(words[1]),
                    Long.parseLong(words[2]),
                    Long.parseLong(words[3]),
                    Long.parseLong(words[4]),
                    Long.parseLong(words[5]));
        }

        @Override
        public String toString() {
            return amount + " " + bestEffort + " " + granted + " " + remaining + " " + before + " " + after;
        }
    }

    Window window() {
        return Window.of(algorithm, Duration.ofNanos(windowNanos), Duration.ofNanos(bucketNanos));
    }

    Limit limit() {
        return new Limit(amount, window());
    }

    QuotaJob withSeed(long other) {
        return new QuotaJob(throughHandler, key, algorithm, windowNanos, bucketNanos, amount, requests, other, share);
    }

    static QuotaJob parse(String line) {
        var words = line.split(" ", -1);
        return new QuotaJob(
                Boolean.parseBoolean(words[0]),
                words[1],
                Algorithm.valueOf(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]),
                Integer.parseInt(words[6]),
                Long.parseLong(words[7]),
                words[8]);
    }

    @Override
    public String toString() {
        return throughHandler + " " + key + " " + algorithm + " " + windowNanos + " " + bucketNanos + " " + amount + " "
                + requests + " " + seed + " " + share;
    }
}
