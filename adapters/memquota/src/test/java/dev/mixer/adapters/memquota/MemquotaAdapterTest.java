package dev.mixer.adapters.memquota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.adapters.quota.Algorithm;
import dev.mixer.adapters.quota.QuotaDefinition;
import dev.mixer.adapters.quota.QuotaOverride;
import dev.mixer.spi.Adapter;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.Handler;
import dev.mixer.spi.QuotaRequest;
import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.Status;
import dev.mixer.spi.template.Quota;
import dev.mixer.spi.template.RateLimit;
import dev.mixer.testkit.AdapterContract;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.TestHost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemquotaAdapterTest extends AdapterContract<MemquotaParameters> {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestHost host = TestHost.create();

    @AfterEach
    void stop() {
        host.close();
    }

    @Override
    protected Adapter<MemquotaParameters> adapter() {
        return new MemquotaAdapter();
    }

    @Override
    protected MemquotaParameters workingParameters() {
        return parameters(quota("quota", 1_000_000, SECOND, Algorithm.FIXED_WINDOW));
    }

    private static MemquotaParameters parameters(QuotaDefinition... quotas) {
        return new MemquotaParameters(List.of(quotas), SECOND, 1000);
    }

    private static QuotaDefinition quota(
            String name, long most, Duration valid, Algorithm algorithm, QuotaOverride... overrides) {
        return new QuotaDefinition(name, most, valid, Optional.of(algorithm), Duration.ZERO, List.of(overrides));
    }

    private static Quota user(String name) {
        return new Quota(Map.of("user", new AttributeValue.Text(name)));
    }

    private static QuotaResult take(Handler handler, String quota, Quota instance, long amount, boolean bestEffort)
            throws Exception {
        return Calls.quota(handler, new QuotaRequest<>(instance, quota, amount, bestEffort, ""));
    }

    @Test
    void eachUserHasACounterAndTheFirstMatchingOverrideItsLimit() throws Exception {
        var quota = quota(
                "calls.quota.home",
                3,
                SECOND,
                Algorithm.FIXED_WINDOW,
                new QuotaOverride(Map.of("user", "vip"), 5, Optional.empty()));
        try (var handler = adapter().open(parameters(quota), host)) {
            assertThat(take(handler, "calls.home", user("a"), 4, false).granted())
                    .isZero();
            assertThat(take(handler, "calls.home", user("a"), 4, true).granted())
                    .isEqualTo(3);
            assertThat(take(handler, "calls.home", user("b"), 3, false).granted())
                    .isEqualTo(3);
            assertThat(take(handler, "calls.home", user("vip"), 9, true).granted())
                    .isEqualTo(5);
            host.advance(SECOND);
            assertThat(take(handler, "calls.home", user("a"), 3, false).granted())
                    .isEqualTo(3);
        }
    }

    @Test
    void aQuotaWithoutAnAlgorithmRolls() throws Exception {
        var quota = new QuotaDefinition("calls", 1, SECOND, Optional.empty(), Duration.ZERO, List.of());
        try (var handler = adapter().open(parameters(quota), host)) {
            host.advance(Duration.ofMillis(990));
            assertThat(take(handler, "calls.home", user("a"), 1, false).granted())
                    .isOne();
            host.advance(Duration.ofMillis(990));
            assertThat(take(handler, "calls.home", user("a"), 1, false).granted())
                    .isZero();
            host.advance(Duration.ofMillis(120));
            assertThat(take(handler, "calls.home", user("a"), 1, false).granted())
                    .isOne();
        }
    }

    @Test
    void aQuotaWithoutALimitIsRefusedCountedAndToldOnce() throws Exception {
        try (var handler = adapter().open(workingParameters(), host)) {
            for (int i = 0; i < 3; i++) {
                var refused = take(handler, "other.home", user("a"), 1, true);
                assertThat(refused.granted()).isZero();
                assertThat(refused.status())
                        .isEqualTo(Status.of(
                                Status.Code.PERMISSION_DENIED, "the handler has no limit for the quota other.home"));
            }
            assertThat(host.count("unknown_quotas")).isEqualTo(3);
            assertThat(host.logLines()).hasSize(1);
        }
    }

    @Test
    void aRateLimitBringsItsLimit() throws Exception {
        var minute = Duration.ofMinutes(1);
        try (var handler = adapter().open(parameters(), host)) {
            // The clock shows 03:04:05.
            var result = Calls.quota(handler, new RateLimit("k", 2, minute), 1);
            assertThat(result.remaining()).isEqualTo(1);
            assertThat(result.resetIn()).isEqualTo(Duration.ofSeconds(55));
            assertThat(Calls.quota(handler, new RateLimit("k", 1, minute), 1).granted())
                    .as("the limit is no part of the name")
                    .isZero();
            assertThat(Calls.quota(handler, new RateLimit("k", 2, SECOND), 2).granted())
                    .as("the window is")
                    .isEqualTo(2);
            assertThat(Calls.quota(handler, new RateLimit("k", 2, minute), -1).remaining())
                    .isEqualTo(2);
            assertThat(Calls.quota(handler, new RateLimit("never", 0, minute), 1)
                            .granted())
                    .isZero();
            host.advance(Duration.ofSeconds(55));
            assertThat(Calls.quota(handler, new RateLimit("k", 2, minute), 0).remaining())
                    .isEqualTo(2);
        }
    }

    @Test
    void anEditOfALimitKeepsWhatWasTaken() throws Exception {
        var before = parameters(quota("calls", 10, Duration.ZERO, Algorithm.FIXED_WINDOW));
        var after = parameters(quota("calls", 12, Duration.ZERO, Algorithm.FIXED_WINDOW));
        var previous = adapter().open(before, host);
        assertThat(take(previous, "calls.home", user("a"), 10, false).granted()).isEqualTo(10);
        try (var next = host.successor();
                var handler = adapter().reopen(after, next, previous)) {
            previous.close();
            assertThat(take(handler, "calls.home", user("a"), 10, true).granted())
                    .isEqualTo(2);
        }
    }

    @Test
    void idleCountersGoByThemselves() throws Exception {
        try (var handler = adapter().open(workingParameters(), host)) {
            for (int i = 0; i < 100; i++) {
                take(handler, "quota.default", user("u" + i), 1, false);
            }
            assertThat(host.gauge("keys")).isEqualTo(100);
            host.advance(Duration.ofSeconds(6));
            assertThat(host.gauge("keys")).isZero();
        }
    }

    @Test
    void problemsAreFoundBeforeItOpens() {
        assertThat(adapter().validate(parameters(quota("q", 0, SECOND.negated(), Algorithm.FIXED_WINDOW))))
                .extracting(problem -> problem.path())
                .containsExactly("quotas[0].maxAmount", "quotas[0].validDuration");
    }
}
