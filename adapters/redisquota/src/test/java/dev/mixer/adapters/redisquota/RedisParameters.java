package dev.mixer.adapters.redisquota;

import dev.mixer.testkit.Defaults;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Parameters for tests: as the host makes them, with time enough for a busy machine. */
final class RedisParameters {
    private RedisParameters() {}

    static RedisquotaParameters of(String url, Map<String, ?> given) {
        var values = new HashMap<String, Object>(Map.of("redisServerUrl", url, "timeout", Duration.ofSeconds(2)));
        values.putAll(given);
        return Defaults.of(RedisquotaParameters.class, values);
    }
}
