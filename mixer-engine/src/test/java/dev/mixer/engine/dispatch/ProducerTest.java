package dev.mixer.engine.dispatch;

import static dev.mixer.engine.dispatch.TestEngine.handler;
import static dev.mixer.engine.dispatch.TestEngine.instance;
import static dev.mixer.engine.dispatch.TestEngine.resource;
import static dev.mixer.engine.dispatch.TestEngine.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.attribute.MapBag;
import dev.mixer.engine.dispatch.Script.Lookup;
import dev.mixer.spi.AttributesResult;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.Status;
import dev.mixer.spi.template.LogEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attribute producers: what they derive from is what the caller sent, what they derive is what rules see. */
class ProducerTest {
    private static final String WHO = lookup("who", "request.headers[\"key\"] | \"\"", "source.user: $out.userName");
    private static final String ALL = instance("all", "checknothing", "");
    private static final String DENY_EVE = rule("noeve", "source.user == \"eve\"", "deny: all");

    private final TestEngine engine = new TestEngine();

    @BeforeEach
    void writeScript() {
        var script = engine.script;
        script.check("deny", _ -> CheckResult.denied("no"));
        script.derive("user", lookup -> AttributesResult.of(Lookup.Found.user(lookup.key())));
        script.derive("nothing", _ -> AttributesResult.nothing());
        script.derive("null", _ -> null);
        script.derive(
                "brief",
                lookup -> AttributesResult.of(Lookup.Found.user(lookup.key())).validFor(Duration.ofSeconds(3), 5));
        script.derive("throws", _ -> {
            throw new IllegalStateException("broken");
        });
        script.derive(
                "labels",
                lookup -> AttributesResult.of(
                        new Lookup.Found(Optional.empty(), Optional.of(Map.of("app", lookup.key())), 7)));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private static String lookup(String name, String key, String bindings) {
        return resource(
                "instance",
                name,
                "compiledTemplate: lookup, params: {key: '" + key + "'}, attributeBindings: {" + bindings + "}");
    }

    private Decision check(String key) {
        return engine.check(Map.of("request.headers", Map.of("key", key), "source.user", "sent"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"inline", "blocking", "async"})
    void whatAProducerDerivesIsWhatRulesSee(String adapter) {
        engine.with(
                handler("users", adapter, "user"),
                handler("deny", "inline", "deny"),
                WHO,
                ALL,
                rule("produce", "", "users: who"),
                DENY_EVE);
        assertThat(check("eve").status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(check("bob").status()).isEqualTo(Status.OK);
    }

    @Test
    void aProducerOfARuleThatDoesNotMatchIsNotAsked() {
        engine.with(
                handler("users", "inline", "user"),
                handler("deny", "inline", "deny"),
                WHO,
                ALL,
                rule("produce", "request.method == \"POST\"", "users: who"),
                rule("sent", "source.user == \"sent\"", "deny: all"));
        assertThat(check("eve").status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(engine.script.asked).noneMatch(Lookup.class::isInstance);
    }

    @Test
    void aBoundAttributeThatIsNotFoundIsAbsentWhateverTheCallerSent() {
        engine.with(
                handler("users", "inline", "nothing"),
                handler("deny", "inline", "deny"),
                WHO,
                ALL,
                rule("produce", "", "users: who"),
                rule("sent", "source.user == \"sent\"", "deny: all"));
        assertThat(check("x").status()).isEqualTo(Status.OK);
        assertThat(check("x").referenced().matches())
                .extracting(Object::toString)
                .contains("request.headers[key]")
                .doesNotContain("source.user");
    }

    @Test
    void aBindingMayFallBackOnAttributesOfTheCall() {
        engine.with(
                handler("users", "inline", "nothing"),
                handler("deny", "inline", "deny"),
                lookup("who", "\"\"", "source.user: '$out.user_name | source.user | \"none\"'"),
                ALL,
                rule("produce", "", "users: who"),
                rule("sent", "source.user == \"sent\"", "deny: all"));
        assertThat(check("x").status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(engine.check(Map.of()).status()).isEqualTo(Status.OK);
    }

    @ParameterizedTest
    @CsvSource({"nothing,user,eve", "user,nothing,eve", "user,other,eve", "other,user,other"})
    void theFirstProducerWithAValueSuppliesIt(String first, String second, String expected) {
        engine.script.derive("other", _ -> AttributesResult.of(Lookup.Found.user("other")));
        engine.with(
                handler("a", "inline", first),
                handler("b", "blocking", second),
                handler("deny", "inline", "deny"),
                WHO,
                ALL,
                rule("r1", "", "a: who"),
                rule("r2", "", "b: who"),
                rule("r3", "source.user == \"" + expected + "\"", "deny: all"));
        assertThat(check("eve").status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void mapsAndNumbersAreSupplied() {
        engine.with(
                handler("labels", "inline", "labels"),
                handler("deny", "inline", "deny"),
                lookup("what", "\"shop\"", "source.labels: $out.labels, request.size: $out.size"),
                ALL,
                rule("produce", "", "labels: what"),
                rule("r", "source.labels[\"app\"] == \"shop\" && request.size == 7", "deny: all"),
                rule("gone", "source.labels[\"sent\"] == \"x\"", "deny: all"));
        var decision = engine.check(Map.of("source.labels", Map.of("sent", "x", "app", "y")));
        assertThat(decision.rules()).containsExactly("r.default");
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "null"})
    void aProducerThatFailsRefusesTheCallUnlessTheUserChoseOtherwise(String failure) {
        engine.with(handler("users", "inline", failure), WHO, rule("produce", "", "users: who"));
        var refused = check("x");
        assertThat(refused.status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(refused.status().message()).startsWith("users.default:the attributes could not be derived: ");
        assertThat(refused.validUses()).isZero();

        engine.with(
                handler("users", "inline", failure, "failurePolicy: ALLOW"),
                handler("deny", "inline", "deny"),
                WHO,
                ALL,
                rule("produce", "", "users: who"),
                rule("sent", "source.user == \"sent\"", "deny: all"));
        var allowed = check("x");
        assertThat(allowed.status()).isEqualTo(Status.OK);
        assertThat(allowed.validFor()).isZero();
    }

    @Test
    void aProducerMayRefuseWhatTheCallerSentAndAReportGoesOnWithoutIt() {
        var records = new ArrayList<Object>();
        engine.script.report("log", records::addAll);
        engine.script.derive(
                "refuses",
                _ -> AttributesResult.refused(Status.of(Status.Code.UNAUTHENTICATED, "the token is forged")));
        engine.with(
                handler("users", "inline", "refuses", "failurePolicy: ALLOW"),
                handler("log", "inline", "log"),
                WHO,
                instance("entry", "logentry", "severity: 'source.user | \"none\"'"),
                rule("produce", "", "users: who"),
                rule("log", "", "log: entry"));
        assertThat(check("x").status())
                .isEqualTo(Status.of(Status.Code.UNAUTHENTICATED, "users.default:the token is forged"));
        assertThat(engine.report(record("x"))).isEqualTo(Status.OK);
        assertThat(records).hasSize(1);
    }

    @Test
    void aProducerWhoseInstanceCannotBeReadRefusesTheCall() {
        engine.with(
                handler("users", "inline", "user"),
                lookup("who", "source.name", "source.user: $out.userName"),
                rule("produce", "", "users: who"));
        assertThat(engine.check(Map.of()).status())
                .isEqualTo(
                        Status.of(
                                Status.Code.PERMISSION_DENIED,
                                "users.default:the attributes could not be derived: instance who.default: source.name is absent at 1:1"));
    }

    @Test
    void aProducerThatHangsCostsItsTimeLimit() {
        var release = new CountDownLatch(1);
        engine.script.derive("hangs", _ -> {
            var _ = release.await(20, TimeUnit.SECONDS);
            return AttributesResult.nothing();
        });
        engine.with(handler("users", "blocking", "hangs", "timeLimit: 30ms"), WHO, rule("produce", "", "users: who"));
        assertThat(check("x").status().message()).contains("no answer in");
        release.countDown();
    }

    @Test
    void theLifetimeOfWhatWasDerivedBoundsTheDecision() {
        engine.with(handler("users", "inline", "brief"), WHO, rule("produce", "", "users: who"));
        assertThat(check("x").validFor()).isEqualTo(Duration.ofSeconds(3));
        assertThat(check("x").validUses()).isEqualTo(5);
    }

    @Test
    void whatProducersReadIsReferenced() {
        engine.with(
                handler("users", "inline", "user"), WHO, rule("produce", "request.method == \"GET\"", "users: who"));
        var decision = engine.check(Map.of("request.method", "GET", "request.headers", Map.of("key", "k")));
        assertThat(decision.referenced().matches())
                .extracting(Object::toString)
                .contains("request.method", "request.headers[key]");
    }

    @Test
    void explanationsShowWhatWasDerivedAndDecideOnIt() {
        engine.with(
                handler("users", "inline", "user"),
                handler("deny", "inline", "deny"),
                WHO,
                ALL,
                rule("produce", "", "users: who"),
                DENY_EVE);
        var explanation =
                Objects.requireNonNull(engine.check(Call.of(MapBag.of(Map.of("request.headers", Map.of("key", "eve"))))
                                .explained())
                        .explanation());
        assertThat(explanation.rules()).hasSize(2);
        var produced = explanation.rules().getFirst();
        assertThat(produced.rule()).isEqualTo("produce.default");
        assertThat(produced.answers().getFirst().answer())
                .startsWith("derived ")
                .contains("eve");
        assertThat(explanation.rules().getLast().matched()).isTrue();
    }

    @Test
    void reportsSeeDerivedAttributesInOrderAndEqualQuestionsAreAskedOnce() {
        var lines = new ArrayList<String>();
        engine.script.report("log", list -> list.forEach(each -> lines.add(((LogEntry) each.instance()).severity())));
        engine.with(
                handler("users", "async", "user"),
                handler("log", "inline", "log"),
                WHO,
                instance("entry", "logentry", "severity: 'source.user | \"none\"'"),
                rule("produce", "", "users: who"),
                rule("log", "", "log: entry"));
        assertThat(engine.report(record("a"), record("b"), record("a"))).isEqualTo(Status.OK);
        assertThat(lines).containsExactly("a", "b", "a");
        assertThat(engine.script.asked).hasSize(2);
    }

    @Test
    void aReportKeepsItsRecordsWhereAProducerFails() {
        var records = new ArrayList<Object>();
        engine.script.report("log", records::addAll);
        engine.with(
                handler("users", "inline", "throws"),
                handler("log", "inline", "log"),
                WHO,
                instance("entry", "logentry", "severity: 'source.user | \"none\"'"),
                rule("produce", "", "users: who"),
                rule("log", "", "log: entry"));
        assertThat(engine.report(record("a")).message()).isEqualTo("users.default:broken");
        assertThat(records).hasSize(1);
    }

    private static Map<String, Object> record(String key) {
        return Map.of("request.headers", Map.of("key", key));
    }

    @Test
    void theNamespaceThatAProducerDerivesDecidesWhoseRulesApply() {
        engine.with(
                resource("handler", "istio-system", "users", "compiledAdapter: inline, params: {does: user}"),
                resource(
                        "instance",
                        "istio-system",
                        "who",
                        "compiledTemplate: lookup, params: {key: destination.uid},"
                                + " attributeBindings: {destination.namespace: $out.userName}"),
                resource("rule", "istio-system", "produce", "actions: [{handler: users, instances: [who]}]"),
                handler("deny", "inline", "deny"),
                ALL,
                rule("mine", "", "deny: all"));
        assertThat(engine.check(Map.of("destination.uid", "default")).rules()).containsExactly("mine.default");
        assertThat(engine.check(Map.of("destination.uid", "other")).rules()).isEmpty();
    }

    @Test
    void nothingThatIsNotReferencedChangesTheAnswer() {
        engine.with(
                handler("users", "inline", "user"),
                handler("deny", "inline", "deny"),
                WHO,
                ALL,
                rule("produce", "request.method == \"GET\"", "users: who"),
                DENY_EVE);
        var random = new java.util.Random(11);
        for (int i = 0; i < 500; i++) {
            var call = new java.util.HashMap<String, Object>();
            call.put("request.method", random.nextBoolean() ? "GET" : "PUT");
            call.put("source.user", random.nextBoolean() ? "eve" : "bob");
            call.put("request.headers", Map.of("key", random.nextBoolean() ? "eve" : "bob"));
            var decision = engine.check(call);
            var read = decision.referenced().matches().stream()
                    .map(match -> match.reference().attribute().name())
                    .toList();
            for (var name : List.of("request.method", "source.user", "request.headers")) {
                if (!read.contains(name)) {
                    var changed = new java.util.HashMap<>(call);
                    changed.remove(name);
                    assertThat(engine.check(changed).status())
                            .as("%s without %s", call, name)
                            .isEqualTo(decision.status());
                }
            }
        }
    }
}
