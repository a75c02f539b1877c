package dev.mixer.adapters.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.AttributeValue;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static QuotaDefinition quota(String name, long most, QuotaOverride... overrides) {
        return new QuotaDefinition(name, most, SECOND, Optional.empty(), Duration.ZERO, List.of(overrides));
    }

    private static QuotaOverride override(long most, Map<String, String> dimensions) {
        return new QuotaOverride(dimensions, most, Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "requestcount, requestcount.istio-system, true",
        "requestcount, requestcount.default, true",
        "requestcount.quota, requestcount.default, true",
        "requestcount.istio-system, requestcount.istio-system, true",
        "requestcount.istio-system, requestcount.default, false",
        "requestcount.quota.istio-system, requestcount.istio-system, true",
        "requestcount.instance.istio-system, requestcount.istio-system, true",
        "requestcount.quota.istio-system, requestcount.default, false",
        "request.count.istio-system, request.count.istio-system, true",
        "requestcount, requestcounts.default, false",
        "quota.istio-system, quota.istio-system, true",
    })
    void aQuotaIsFoundByEachFormOfItsName(String configured, String asked, boolean found) {
        var limits = new Limits(List.of(quota(configured, 3)), Algorithm.FIXED_WINDOW);
        assertThat(limits.find(asked, Map.of()))
                .isEqualTo(found ? new Limit(3, new Window.Fixed(SECOND.toNanos())) : null);
    }

    @Test
    void aNameWithItsNamespaceGoesFirst() {
        var limits = new Limits(List.of(quota("q", 1), quota("q.home", 2)), Algorithm.FIXED_WINDOW);
        assertThat(limits.find("q.home", Map.of())).extracting(Limit::amount).isEqualTo(2L);
        assertThat(limits.find("q.other", Map.of())).extracting(Limit::amount).isEqualTo(1L);
    }

    @Test
    void theFirstOverrideWhoseDimensionsAllMatchCounts() throws Exception {
        var limits = new Limits(
                List.of(quota(
                        "q",
                        100,
                        override(1, Map.of("app", "a", "code", "200")),
                        override(2, Map.of("app", "a")),
                        override(3, Map.of("ip", "10.0.0.1")),
                        override(4, Map.of("app", "a")))),
                Algorithm.FIXED_WINDOW);
        AttributeValue a = new AttributeValue.Text("a");
        AttributeValue ok = new AttributeValue.Int64(200);
        AttributeValue ip = new AttributeValue.Ip(InetAddress.getByName("10.0.0.1"));
        assertThat(amount(limits, Map.of("app", a, "code", ok, "more", ok))).isEqualTo(1);
        assertThat(amount(limits, Map.of("app", a, "ip", ip))).isEqualTo(2);
        assertThat(amount(limits, Map.of("ip", ip))).isEqualTo(3);
        assertThat(amount(limits, Map.of("code", ok))).isEqualTo(100);
        assertThat(amount(limits, Map.of())).isEqualTo(100);
    }

    private static long amount(Limits limits, Map<String, AttributeValue> dimensions) {
        var limit = limits.find("q.default", dimensions);
        return limit == null ? -1 : limit.amount();
    }

    @Test
    void anOverrideMayHaveADurationOfItsOwn() {
        var never = new QuotaOverride(Map.of("a", "1"), 5, Optional.of(Duration.ZERO));
        var longer = new QuotaOverride(Map.of("a", "2"), 5, Optional.of(Duration.ofSeconds(2)));
        var limits = new Limits(
                List.of(new QuotaDefinition(
                        "q", 9, SECOND, Optional.of(Algorithm.GCRA), Duration.ZERO, List.of(never, longer))),
                Algorithm.FIXED_WINDOW);
        assertThat(limits.find("q.n", Map.of("a", new AttributeValue.Text("1"))))
                .isEqualTo(new Limit(5, new Window.Never()));
        assertThat(limits.find("q.n", Map.of("a", new AttributeValue.Text("2"))))
                .isEqualTo(new Limit(5, new Window.Even(2_000_000_000L)));
        assertThat(limits.find("q.n", Map.of())).isEqualTo(new Limit(9, new Window.Even(1_000_000_000L)));
    }

    @Test
    void aRollingWindowHasTenBucketsUnlessToldOtherwise() {
        var limits = new Limits(List.of(quota("q", 9)), Algorithm.ROLLING_WINDOW);
        assertThat(limits.find("q.n", Map.of()))
                .isEqualTo(new Limit(9, new Window.Rolling(1_000_000_000L, 100_000_000L)));
    }
}
