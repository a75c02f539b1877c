package dev.mixer.adapters.quota;

import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.Description;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Another limit for some dimensions.
 *
 * @param dimensions what an instance must have, compared as text; dimensions not named here may be anything
 * @param maxAmount how much may be taken, at least 1
 * @param validDuration how long it counts; absent: as the quota says; zero: for ever
 */
public record QuotaOverride(
        @Description("What an instance must have, compared as text; others may be anything.")
        Map<String, String> dimensions,

        @Description("How much may be taken, at least 1.") long maxAmount,

        @Description("How long what was taken counts; left out: as the quota says; 0s: for ever.")
        Optional<Duration> validDuration) {
    public QuotaOverride {
        dimensions = Map.copyOf(dimensions);
    }

    boolean matches(Map<String, AttributeValue> values) {
        for (var wanted : dimensions.entrySet()) {
            var value = values.get(wanted.getKey());
            if (value == null || !value.toText().equals(wanted.getValue())) {
                return false;
            }
        }
        return true;
    }
}
