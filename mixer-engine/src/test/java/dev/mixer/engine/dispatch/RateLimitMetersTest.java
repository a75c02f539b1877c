package dev.mixer.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.engine.ratelimit.RateLimitMatch;
import dev.mixer.engine.ratelimit.RateLimitRule;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RateLimitMetersTest {
    private static final RateLimitRule RULE =
            new RateLimitRule("shop.user", null, false, false, "", Set.of(), Map.of());

    @Test
    void valuesOfClientsMakeNoMoreSeriesThanTheBound() {
        var registry = new MeterRegistry();
        var meters = new RateLimitMeters(registry);
        int sent = 2 * RateLimitMeters.MOST_DETAILED;
        for (int times = 0; times < 2; times++) {
            for (int i = 0; i < sent; i++) {
                meters.of(new RateLimitMatch(RULE, "c" + i, "shop.user_" + i))
                        .hits()
                        .add(1);
            }
        }
        var series = registry.collect().stream()
                .filter(family -> family.name().equals("mixer_ratelimit_hits_total"))
                .findFirst()
                .orElseThrow()
                .series();
        assertThat(series).hasSize(RateLimitMeters.MOST_DETAILED + 1);
        assertThat(registry.count("mixer_ratelimit_hits_total", "rule", "shop.user_0"))
                .isEqualTo(2);
        assertThat(registry.count("mixer_ratelimit_hits_total", "rule", "shop.user"))
                .isEqualTo(sent);
        assertThat(registry.count("mixer_ratelimit_undetailed_total")).isEqualTo(sent);
    }
}
