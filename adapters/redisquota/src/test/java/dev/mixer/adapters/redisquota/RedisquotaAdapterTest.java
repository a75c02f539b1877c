package dev.mixer.adapters.redisquota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.adapters.quota.Algorithm;
import dev.mixer.adapters.quota.QuotaDefinition;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisquotaAdapterTest extends AdapterContract<RedisquotaParameters> {
    private static final Duration LONG = Duration.ofHours(1);

    private RedisServer redis;
    private final TestHost host = TestHost.create();

    @BeforeAll
    void startRedis() throws Exception {
        redis = RedisServer.start();
    }

    @AfterAll
    void stopRedis() throws Exception {
        host.close();
        redis.close();
    }

    @AfterEach
    void forget() throws Exception {
        assertThat(redis.command("FLUSHALL")).isEqualTo("+OK");
    }

    @Override
    protected Adapter<RedisquotaParameters> adapter() {
        return new RedisquotaAdapter();
    }

    @Override
    protected RedisquotaParameters workingParameters() {
        return parameters(Algorithm.FIXED_WINDOW, LONG, Optional.empty());
    }

    private RedisquotaParameters parameters(Algorithm algorithm, Duration valid, Optional<LeaseParameters> lease) {
        return RedisParameters.of(
                redis.url(),
                Map.of(
                        "quotas",
                        List.of(new QuotaDefinition(
                                "calls", 10, valid, Optional.of(algorithm), Duration.ZERO, List.of())),
                        "lease",
                        lease));
    }

    private static QuotaResult take(Handler handler, long amount, boolean bestEffort, String id) throws Exception {
        var user = new Quota(Map.of("user", new AttributeValue.Text("a")));
        return Calls.quota(handler, new QuotaRequest<>(user, "calls.default", amount, bestEffort, id));
    }

    @ParameterizedTest
    @EnumSource
    void twoHostsShareALimit(Algorithm algorithm) throws Exception {
        var parameters = parameters(algorithm, LONG, Optional.empty());
        try (var one = adapter().open(parameters, host);
                var other = adapter().open(parameters, host)) {
            assertThat(take(one, 6, false, "").granted()).isEqualTo(6);
            assertThat(take(other, 6, false, "").granted()).isZero();
            var rest = take(other, 6, true, "");
            assertThat(rest.granted()).isEqualTo(4);
            assertThat(rest.remaining()).isZero();
            assertThat(rest.resetIn()).isPositive().isLessThanOrEqualTo(LONG.plus(LONG.dividedBy(5)));
            assertThat(take(one, -3, false, "").remaining()).isEqualTo(3);
            assertThat(take(one, 0, false, "").remaining()).isEqualTo(3);
            assertThat(take(other, -100, false, "").remaining()).isEqualTo(10);
        }
    }

    @Test
    void aCounterWithoutAWindowIsNeverRefilled() throws Exception {
        try (var handler = adapter().open(parameters(Algorithm.GCRA, Duration.ZERO, Optional.empty()), host)) {
            var granted = take(handler, 10, false, "");
            assertThat(granted.granted()).isEqualTo(10);
            assertThat(granted.resetIn()).isZero();
            assertThat(take(handler, 1, true, "").granted()).isZero();
        }
    }

    @Test
    void aRepeatedRequestGetsTheFirstAnswerOnAnyHost() throws Exception {
        var parameters = parameters(Algorithm.FIXED_WINDOW, LONG, Optional.empty());
        try (var one = adapter().open(parameters, host);
                var other = adapter().open(parameters, host)) {
            assertThat(take(one, 6, false, "id").granted()).isEqualTo(6);
            var again = take(other, 6, false, "id");
            assertThat(again.granted()).isEqualTo(6);
            assertThat(again.remaining()).isEqualTo(4);
            assertThat(take(other, 6, false, "other").granted()).isZero();
        }
    }

    @Test
    void aRateLimitBringsItsLimit() throws Exception {
        try (var handler = adapter().open(workingParameters(), host)) {
            assertThat(Calls.quota(handler, new RateLimit("k", 3, LONG), 2).granted())
                    .isEqualTo(2);
            assertThat(Calls.quota(handler, new RateLimit("k", 3, LONG), 2).granted())
                    .isZero();
            assertThat(Calls.quota(handler, new RateLimit("k", 4, LONG), 2).granted())
                    .isEqualTo(2);
        }
    }

    @Test
    void aLookTellsWhatIsUsedUpFromWhatWasAskedTooMuchOf() throws Exception {
        try (var handler = adapter().open(workingParameters(), host)) {
            rate(handler, 3);
            assertThat(rate(handler, 0).status().isOk()).isTrue();
            rate(handler, 1);
            assertThat(rate(handler, 0).status().code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);

            assertThat(rate(handler, -1).remaining()).isOne();
            assertThat(rate(handler, 2).granted()).isOne();
            assertThat(rate(handler, 0).status().code())
                    .as("a part was granted")
                    .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            rate(handler, -1);
            rate(handler, 1);
            assertThat(rate(handler, 0).status().isOk()).isTrue();
        }
    }

    private static QuotaResult rate(Handler handler, long amount) throws Exception {
        return Calls.quota(
                handler, new QuotaRequest<>(new RateLimit("k", 3, Duration.ofDays(365)), "k", amount, true, ""));
    }

    @Test
    void everyKeyOfAWindowExpires() throws Exception {
        try (var handler = adapter().open(parameters(Algorithm.ROLLING_WINDOW, LONG, Optional.empty()), host)) {
            take(handler, 1, false, "id");
            assertThat(redis.command("DBSIZE")).isEqualTo(":2");
            assertThat(redis.command("EVAL \"local n = 0 for _, k in ipairs(redis.call('KEYS', '*')) do"
                            + " if redis.call('PTTL', k) > 0 then n = n + 1 end end return n\" 0"))
                    .isEqualTo(":2");
        }
    }

    @Test
    void aLeaseAnswersWithoutRedisAndNeverBeyondTheLimit() throws Exception {
        var lease = Optional.of(new LeaseParameters("50%", Duration.ofMillis(100)));
        try (var handler = adapter().open(parameters(Algorithm.ROLLING_WINDOW, LONG, lease), host)) {
            assertThat(take(handler, 1, false, "").granted()).isOne();
            redis.hang();
            try {
                for (int i = 0; i < 5; i++) {
                    assertThat(take(handler, 1, false, "").granted()).isOne();
                }
            } finally {
                redis.goOn();
            }
            long granted = 6;
            for (int i = 0; i < 20; i++) {
                granted += take(handler, 1, false, "").granted();
            }
            assertThat(granted).isEqualTo(10);
        }
    }

    @Test
    void aLeaseThatIsTooOldIsGivenUp() throws Exception {
        var lease = Optional.of(new LeaseParameters("50%", Duration.ofMillis(100)));
        try (var handler = adapter().open(parameters(Algorithm.ROLLING_WINDOW, LONG, lease), host)) {
            assertThat(take(handler, 1, false, "").granted()).isOne();
            host.advance(Duration.ofMillis(100));
            assertThat(take(handler, 4, false, "").granted()).isEqualTo(4);
            assertThat(take(handler, 1, true, "").granted())
                    .as("five are lost with the lease")
                    .isZero();
        }
    }
}
