package dev.mixer.engine.dispatch;

import static dev.mixer.engine.dispatch.TestEngine.handler;
import static dev.mixer.engine.dispatch.TestEngine.instance;
import static dev.mixer.engine.dispatch.TestEngine.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.dispatch.Call.Quotas;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaTest {
    private static final String CALLS = instance("calls", "quota", "dimensions: {user: 'source.user | \"\"'}");
    private static final Quotas EACH_ONCE = new Quotas.EachOnce();
    private final TestEngine engine = new TestEngine();

    @BeforeEach
    void writeScript() {
        engine.script.check("deny", _ -> CheckResult.denied("no"));
        engine.script.quota("all", request -> QuotaResult.granted(request.amount(), Duration.ofSeconds(5)));
        engine.script.quota(
                "two",
                request -> QuotaResult.granted(
                        request.bestEffort()
                                ? Math.min(2, request.amount())
                                : request.amount() <= 2 ? request.amount() : 0,
                        Duration.ofSeconds(3)));
        engine.script.quota("empty", _ -> QuotaResult.granted(0, Duration.ofSeconds(1)));
        engine.script.quota(
                "refuses",
                _ -> QuotaResult.refused(Status.of(Status.Code.PERMISSION_DENIED, "no counter"), Duration.ZERO));
        engine.script.quota("nothing", _ -> null);
        engine.script.quota("throws", _ -> {
            throw new IllegalStateException("broken");
        });
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private static Quotas.Named named(String quota, long amount, boolean bestEffort) {
        return new Quotas.Named(List.of(new Quotas.Ask(quota, amount, bestEffort)), "id-1");
    }

    private Decision.QuotaGrant grant(String quota, long amount, boolean bestEffort) {
        var decision = engine.check(Map.of(), named(quota, amount, bestEffort));
        assertThat(decision.status()).isEqualTo(Status.OK);
        return Objects.requireNonNull(decision.quotas().get(quota));
    }

    @Test
    void aQuotaThatNothingConfiguresIsGrantedWholeForAMinute() {
        engine.with("");
        var grant = grant("other", 17, false);
        assertThat(grant.granted()).isEqualTo(17);
        assertThat(grant.validFor()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void aQuotaIsAskedForByItsShortNameWithoutCase() {
        engine.with(handler("h", "inline", "all"), CALLS, rule("r", "", "h: calls"));
        var grant = grant("CALLS", 4, false);
        assertThat(grant.granted()).isEqualTo(4);
        assertThat(grant.validFor()).isEqualTo(Duration.ofSeconds(5));
        assertThat(engine.script.requests).singleElement().satisfies(request -> {
            assertThat(request.name()).isEqualTo("calls.default");
            assertThat(request.amount()).isEqualTo(4);
            assertThat(request.dedupId()).isEqualTo("id-1CALLS");
        });
    }

    @Test
    void withoutADedupIdNothingIsRemembered() {
        engine.with(handler("h", "inline", "all"), CALLS, rule("r", "", "h: calls"));
        engine.check(Map.of(), new Quotas.Named(List.of(new Quotas.Ask("calls", 1, false)), ""));
        assertThat(engine.script.requests.getFirst().dedupId()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"5, true, 2", "5, false, 0", "1, false, 1", "2, true, 2"})
    void bestEffortTakesWhatThereIs(long amount, boolean bestEffort, long granted) {
        engine.with(handler("h", "blocking", "two", "timeLimit: 10s"), CALLS, rule("r", "", "h: calls"));
        assertThat(grant("calls", amount, bestEffort).granted()).isEqualTo(granted);
    }

    @Test
    void ofTwoCountersTheSmallerGrantCounts() {
        engine.with(
                handler("a", "inline", "all"),
                handler("b", "inline", "two"),
                CALLS,
                rule("r1", "", "b: calls"),
                rule("r2", "", "a: calls"));
        assertThat(grant("calls", 5, true).granted()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"calls, 0", "calls, -5", "other, 0", "other, -9223372036854775808"})
    void whatIsNoAmountIsNotGranted(String quota, long amount) {
        engine.with(handler("h", "inline", "all", "failurePolicy: ALLOW"), CALLS, rule("r", "", "h: calls"));
        var grant = grant(quota, amount, true);
        assertThat(grant.granted()).isZero();
        assertThat(grant.status().code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(engine.script.requests).isEmpty();
    }

    @Test
    void whatARuleDoesNotCoverIsNotAskedFor() {
        engine.with(handler("h", "inline", "empty"), CALLS, rule("r", "request.method == \"PUT\"", "h: calls"));
        assertThat(grant("calls", 3, false).granted()).isEqualTo(3);
        assertThat(engine.script.requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"throws, DENY, 0", "throws, ALLOW, 3", "nothing, DENY, 0", "nothing, ALLOW, 3", "refuses, ALLOW, 0"})
    void aQuotaThatFailsFollowsTheFailurePolicy(String does, String policy, long granted) {
        engine.with(handler("h", "inline", does, "failurePolicy: " + policy), CALLS, rule("r", "", "h: calls"));
        var grant = grant("calls", 3, false);
        assertThat(grant.granted()).isEqualTo(granted);
        assertThat(grant.status().isOk()).isEqualTo(granted > 0);
    }

    @Test
    void aDeniedCheckTakesNoQuota() {
        engine.with(
                handler("d", "inline", "deny"),
                handler("h", "inline", "all"),
                CALLS,
                instance("none", "checknothing", ""),
                rule("r", "", "h: calls", "d: none"));
        assertThat(engine.check(Map.of(), EACH_ONCE).status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(engine.check(Map.of(), named("calls", 1, false)).quotas()).isEmpty();
        assertThat(engine.script.requests).isEmpty();
    }

    @Test
    void aCallerWithoutNamesTakesOneOfEachQuotaWithoutAMemory() {
        engine.with(handler("h", "inline", "all"), CALLS, rule("r", "", "h: calls"));
        assertThat(engine.check(Map.of(), EACH_ONCE).status()).isEqualTo(Status.OK);
        assertThat(engine.script.requests).singleElement().satisfies(request -> {
            assertThat(request.amount()).isEqualTo(1);
            assertThat(request.dedupId()).isEmpty();
            assertThat(request.bestEffort()).isFalse();
        });
    }

    @Test
    void anEmptyCounterRefusesACallerWithoutNames() {
        engine.with(handler("h", "inline", "empty"), CALLS, rule("r", "", "h: calls"));
        var decision = engine.check(Map.of(), EACH_ONCE);
        assertThat(decision.status().code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(decision.isQuotaExhausted()).isTrue();
        assertThat(Objects.requireNonNull(decision.quotas().get("calls.default"))
                        .resetIn())
                .isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource({"empty, all", "all, empty"})
    void anEmptyCounterRefusesWhateverAnotherHandlerGrantsToTheSameInstance(String first, String second) {
        engine.with(
                handler("a", "inline", first),
                handler("b", "inline", second),
                CALLS,
                rule("r1", "", "a: calls"),
                rule("r2", "", "b: calls"));
        assertThat(engine.check(Map.of(), EACH_ONCE).status().code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void aRefusedQuotaKeepsItsOwnCode() {
        engine.with(handler("h", "inline", "refuses"), CALLS, rule("r", "", "h: calls"));
        assertThat(engine.check(Map.of(), EACH_ONCE).status())
                .isEqualTo(Status.of(Status.Code.PERMISSION_DENIED, "no counter"));
    }

    @Test
    void anInstanceThatCannotBeMadeRefuses() {
        engine.with(
                handler("h", "inline", "all"),
                instance("calls", "quota", "dimensions: {user: source.user}"),
                rule("r", "", "h: calls"));
        assertThat(engine.check(Map.of(), EACH_ONCE).status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(engine.check(Map.of("source.user", "ann"), EACH_ONCE).status())
                .isEqualTo(Status.OK);
    }
}
