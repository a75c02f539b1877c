package dev.mixer.engine.dispatch;

import static dev.mixer.engine.dispatch.TestEngine.handler;
import static dev.mixer.engine.dispatch.TestEngine.instance;
import static dev.mixer.engine.dispatch.TestEngine.resource;
import static dev.mixer.engine.dispatch.TestEngine.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.attribute.MapBag;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShadowTest {
    private static final String ALL = instance("all", "checknothing", "");
    private static final String LIVE = handler("yes", "inline", "ok") + rule("live", "", "yes: all");
    private static final Map<String, Object> CALL = Map.of("request.path", "/a");
    private final TestEngine engine = new TestEngine();

    @BeforeEach
    void writeScript() {
        engine.script.check("deny", _ -> CheckResult.denied("no").validFor(Duration.ofSeconds(1), 1));
        engine.script.check("throws", _ -> {
            throw new IllegalStateException("broken");
        });
        engine.script.quota(
                "empty", _ -> new QuotaResult(Status.OK, 0, 0, Duration.ofSeconds(1), Duration.ofSeconds(1)));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private static String shadowRule(String name, String match, String spec) {
        return resource(
                "rule", name, (match.isEmpty() ? "" : "match: '" + match + "', ") + "enforcement: SHADOW, " + spec);
    }

    private long count(String rule, String handler) {
        return engine.meters.count("mixer_rule_shadow_changes_total", "rule", rule, "handler", handler);
    }

    @Test
    void aRuleOnTrialTellsWhatItWouldRefuseAndChangesNothing() {
        engine.with(ALL, LIVE);
        var before = engine.check(CALL);
        engine.with(
                ALL,
                LIVE,
                handler("no", "inline", "deny"),
                shadowRule("tried", "request.path == \"/a\"", "actions: [{handler: no, instances: [all]}]"));
        var decision = engine.check(CALL);
        assertThat(decision.status()).isEqualTo(before.status());
        assertThat(decision.validFor()).isEqualTo(before.validFor());
        assertThat(decision.validUses()).isEqualTo(before.validUses());
        assertThat(decision.referenced()).isEqualTo(before.referenced());
        assertThat(decision.rules()).isEqualTo(before.rules());
        assertThat(decision.shadow()).isEqualTo("would be denied: rule tried.default, no.default:no");
        assertThat(count("tried.default", "no.default")).isEqualTo(1);
    }

    @Test
    void aHandlerOnTrialChangesNothingInAnyRule() {
        engine.with(
                ALL,
                LIVE,
                handler("no", "inline", "deny", "enforcement: SHADOW"),
                rule("mixed", "", "yes: all", "no: all"));
        var decision = engine.check(CALL);
        assertThat(decision.status()).isEqualTo(Status.OK);
        assertThat(decision.rules()).containsExactly("live.default", "mixed.default");
        assertThat(decision.shadow()).isEqualTo("would be denied: rule mixed.default, no.default:no");
    }

    @Test
    void aRuleOnTrialThatDoesNotMatchSaysNothing() {
        engine.with(
                ALL,
                LIVE,
                handler("no", "inline", "deny"),
                shadowRule("tried", "request.path == \"/b\"", "actions: [{handler: no, instances: [all]}]"));
        assertThat(engine.check(CALL).shadow()).isEmpty();
        assertThat(count("tried.default", "no.default")).isZero();
    }

    @Test
    void whatReadsAPathThatCannotBeReadRefusesOnTrialNothing() {
        engine.with(
                ALL,
                LIVE,
                handler("no", "inline", "deny"),
                shadowRule("tried", "request.path == \"/a\"", "actions: [{handler: no, instances: [all]}]"));
        assertThat(engine.check(Map.of("request.path", "/a%2Fb")).status()).isEqualTo(Status.OK);
    }

    @Test
    void aCallThatIsRefusedAnywayIsNoChange() {
        engine.with(
                ALL,
                handler("no", "inline", "deny"),
                rule("live", "", "no: all"),
                shadowRule("tried", "", "actions: [{handler: no, instances: [all]}]"));
        var decision = engine.check(CALL);
        assertThat(decision.status().message()).isEqualTo("no.default:no");
        assertThat(decision.shadow()).isEmpty();
        assertThat(engine.script.asked).hasSize(1);
    }

    @Test
    void aFailureOnTrialIsARefusalUnlessFailuresAllow() {
        engine.with(
                ALL,
                LIVE,
                handler("strict", "inline", "throws", "enforcement: SHADOW"),
                handler("lax", "inline", "throws", "enforcement: SHADOW", "failurePolicy: ALLOW"),
                rule("tried", "", "strict: all", "lax: all"));
        assertThat(engine.check(CALL).shadow())
                .isEqualTo("would be denied: rule tried.default, strict.default:the check failed: broken");
    }

    @Test
    void quotasOnTrialAreLookedAtAndNothingIsTaken() {
        engine.with(
                handler("quotas", "inline", "empty", "enforcement: SHADOW"),
                instance("calls", "quota", "dimensions: {user: 'source.user | \"\"'}"),
                rule("tried", "", "quotas: calls"));
        var decision = engine.check(CALL, new Call.Quotas.EachOnce());
        assertThat(decision.status()).isEqualTo(Status.OK);
        assertThat(decision.shadow()).isEqualTo("would be denied: rule tried.default, quotas.default:quota exhausted");
        assertThat(engine.script.requests)
                .singleElement()
                .satisfies(request -> assertThat(request.amount()).isZero());
    }

    @Test
    void headerOperationsOfARuleOnTrialAreNotApplied() {
        engine.with(
                ALL,
                LIVE,
                shadowRule(
                        "tried",
                        "",
                        "actions: [{handler: yes, instances: [all]}], requestHeaderOperations: [{name: x, values:"
                                + " ['\"1\"']}]"));
        assertThat(engine.check(CALL).headers()).isEmpty();
    }

    @Test
    void aHandlerOnTrialThatTakesItsTimeIsNotWaitedForButCounted() {
        var answer = new CompletableFuture<CheckResult>();
        engine.script.later("slow", _ -> answer);
        engine.with(
                ALL,
                LIVE,
                handler("slow", "async", "slow", "enforcement: SHADOW", "timeLimit: 20s"),
                rule("tried", "", "slow: all"));
        var decision = engine.check(CALL);
        assertThat(decision.status()).isEqualTo(Status.OK);
        assertThat(decision.shadow()).isEmpty();
        answer.complete(CheckResult.denied("late"));
        TestEngine.await(() -> count("tried.default", "slow.default") == 1);
    }

    @Test
    void anExplanationShowsWhatIsOnTrialAndWhatItSaid() {
        var answer = new CompletableFuture<CheckResult>();
        engine.script.later("slow", _ -> answer);
        engine.with(
                ALL,
                LIVE,
                handler("slow", "async", "slow", "enforcement: SHADOW", "timeLimit: 20s"),
                rule("tried", "", "slow: all"));
        engine.script.later("slow", _ -> CompletableFuture.completedFuture(CheckResult.denied("late")));
        var explanation = Objects.requireNonNull(
                engine.check(Call.of(MapBag.of(CALL)).explained()).explanation());
        var note = explanation.rules().stream()
                .filter(Explanation.RuleNote::tried)
                .findFirst()
                .orElseThrow();
        assertThat(note.rule()).isEqualTo("tried.default");
        assertThat(note.matched()).isTrue();
        assertThat(note.answers())
                .extracting(Explanation.AnswerNote::answer)
                .isEqualTo(List.of("PERMISSION_DENIED: late"));
    }

    @Test
    void aRuleThatOnlyReportsHasNothingToTry() {
        var state = engine.apply(
                handler("log", "inline", "ok"),
                instance("entry", "reportnothing", ""),
                shadowRule("tried", "", "actions: [{handler: log, instances: [entry]}]"));
        assertThat(state.problems())
                .containsExactly(
                        "test.yaml:12:1: warning: rule tried.default: spec.enforcement: has no effect: the rule"
                                + " only reports, and reports are handed over as ever");
    }

    @Test
    void aHandlerOnTrialCannotDecideACustomPolicy() {
        var state = engine.apply(handler("no", "inline", "deny", "enforcement: SHADOW"), """
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: ask, namespace: default}
                spec: {action: CUSTOM, provider: {name: no}, rules: [{}]}
                """);
        assertThat(state.problems())
                .anySatisfy(problem -> assertThat(problem)
                        .contains("spec.provider.name: handler no.default is on trial (enforcement: SHADOW)"));
    }
}
