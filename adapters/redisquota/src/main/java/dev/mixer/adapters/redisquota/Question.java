package dev.mixer.adapters.redisquota;

import dev.mixer.adapters.quota.CounterName;
import dev.mixer.adapters.quota.Limit;
import dev.mixer.adapters.quota.Take;
import dev.mixer.adapters.quota.Window;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** What the script is asked: its keys and arguments. */
record Question(List<String> keys, List<String> arguments) {
    private static final int DIGEST_BYTES = 18;

    /**
     * Asks for an amount.
     *
     * @param counter the key of the counter, from {@link #key}
     * @param extra what to lease in addition
     */
    static Question of(String counter, Limit limit, Take take, long extra, Duration remember) {
        boolean remembers = !take.dedupId().isEmpty() && remember.isPositive();
        var keys = remembers
                ? List.of(counter, counter + ":" + digest(take.dedupId().getBytes(StandardCharsets.UTF_8)))
                : List.of(counter);
        var window = limit.window();
        var arguments = List.of(
                algorithm(window),
                Long.toString(limit.amount()),
                Long.toString(micros(window.validNanos())),
                Long.toString(window instanceof Window.Rolling rolling ? micros(rolling.bucketNanos()) : 1),
                Long.toString(take.amount()),
                take.bestEffort() ? "1" : "0",
                Long.toString(extra),
                Long.toString(remembers ? Math.max(1, remember.toMillis()) : 0));
        return new Question(keys, arguments);
    }

    /** The key of a counter. All keys of a decision lie in one slot of a Cluster; names are digests, however long. */
    static String key(String prefix, CounterName name) {
        return prefix + ":{" + digest(name.toBytes()) + "}";
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every Java has SHA-256", e);
        }
    }

    private static String algorithm(Window window) {
        return switch (window) {
            case Window.Never _ -> "never";
            case Window.Fixed _ -> "fixed";
            case Window.Rolling _ -> "rolling";
            case Window.Even _ -> "even";
        };
    }

    /** Redis knows no less than a microsecond. */
    private static long micros(long nanos) {
        return Math.max(1, Math.ceilDiv(nanos, 1000));
    }
}
