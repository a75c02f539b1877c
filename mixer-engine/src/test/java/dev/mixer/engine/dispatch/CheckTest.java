package dev.mixer.engine.dispatch;

import static dev.mixer.engine.dispatch.TestEngine.handler;
import static dev.mixer.engine.dispatch.TestEngine.instance;
import static dev.mixer.engine.dispatch.TestEngine.resource;
import static dev.mixer.engine.dispatch.TestEngine.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.attribute.MapBag;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.DirectResponse;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.Status;
import dev.mixer.spi.template.ListEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {
    private static final String ALL = instance("all", "checknothing", "");
    private final TestEngine engine = new TestEngine();

    @BeforeEach
    void writeScript() {
        var script = engine.script;
        script.check("deny", _ -> CheckResult.denied("no").validFor(Duration.ofSeconds(5), 7));
        script.check(
                "unauthenticated",
                _ -> CheckResult.of(Status.of(Status.Code.UNAUTHENTICATED, "who?"))
                        .validFor(Duration.ofSeconds(9), 3));
        script.check("brief", _ -> CheckResult.ok().validFor(Duration.ofSeconds(2), 9000));
        script.check("silent", _ -> CheckResult.NO_OPINION);
        script.check("throws", _ -> {
            throw new IllegalStateException("broken");
        });
        script.check("overflows", _ -> {
            throw new StackOverflowError("deep");
        });
        script.check("nothing", _ -> null);
        script.check(
                "named",
                instance ->
                        ((ListEntry) instance).value().equals("bad") ? CheckResult.denied("bad") : CheckResult.ok());
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void withoutAConfigurationChecksAreDeniedAndReportsUnavailable() {
        assertThat(engine.check(Map.of()).status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(engine.report(Map.of()).code()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(engine.live.state().isReady()).isFalse();
    }

    @Test
    void anEmptyConfigurationIsReadyAndAllows() {
        engine.with("");
        var decision = engine.check(Map.of());
        assertThat(decision.status()).isEqualTo(Status.OK);
        assertThat(decision.validFor()).isEqualTo(Duration.ofSeconds(60));
        assertThat(decision.validUses()).isEqualTo(10_000);
        assertThat(engine.live.state().isReady()).isTrue();
    }

    @Test
    void answersJoinInConfigurationOrder() {
        engine.with(
                handler("h1", "inline", "unauthenticated"),
                handler("h2", "inline", "deny"),
                handler("h3", "inline", "brief"),
                handler("h4", "inline", "silent"),
                ALL,
                rule("r1", "", "h1: all", "h4: all"),
                rule("r2", "", "h2: all"),
                rule("r3", "", "h3: all"));
        var decision = engine.check(Map.of());
        assertThat(decision.status())
                .isEqualTo(Status.of(Status.Code.UNAUTHENTICATED, "h1.default:who?, h2.default:no"));
        assertThat(decision.validFor()).isEqualTo(Duration.ofSeconds(2));
        assertThat(decision.validUses()).isEqualTo(3);
        assertThat(decision.rules()).containsExactly("r1.default", "r2.default", "r3.default");
    }

    @Test
    void anAsynchronousHandlerThatHoldsTheThreadIsTakenOffIt() {
        var threads = new java.util.concurrent.ConcurrentLinkedQueue<Thread>();
        engine.script.later("holds", _ -> {
            threads.add(Thread.currentThread());
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(205);
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            return CompletableFuture.completedFuture(CheckResult.ok());
        });
        engine.with(handler("h", "async", "holds", "timeLimit: 10s"), ALL, rule("r", "", "h: all"));
        assertThat(engine.check(Map.of()).status()).isEqualTo(Status.OK);
        assertThat(engine.check(Map.of()).status()).isEqualTo(Status.OK);
        assertThat(threads).hasSize(2).first().isSameAs(Thread.currentThread());
        assertThat(threads).last().isNotSameAs(Thread.currentThread());
    }

    @Test
    void encodedSlashesAreKeptInTheNamespacesThatSaySo() {
        try (var host =
                new TestEngine(Duration.ofSeconds(10), List.of("path.namespaces={orders: KEEP_ENCODED_SLASH}"))) {
            host.script.check("deny", _ -> CheckResult.denied("no"));
            host.with(
                    resource(
                            "rule",
                            "istio-system",
                            "r",
                            "match: 'request.path == \"/a%2Fb\"',"
                                    + " actions: [{handler: h.default, instances: [all.default]}]"),
                    handler("h", "inline", "deny"),
                    ALL);
            assertThat(host.check(Map.of("request.path", "/a%2fb", "destination.namespace", "orders"))
                            .status()
                            .code())
                    .isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(host.check(Map.of("request.path", "/a%2fb", "destination.namespace", "shop"))
                            .status()
                            .code())
                    .isEqualTo(Status.Code.INVALID_ARGUMENT);
        }
    }

    @Test
    void aHandlerWithoutAnOpinionJoinsNothing() {
        engine.with(handler("h", "inline", "silent"), ALL, rule("r", "", "h: all"));
        var decision = engine.check(Map.of());
        assertThat(decision.status()).isEqualTo(Status.OK);
        assertThat(decision.validFor()).isEqualTo(CheckResult.DEFAULT_LIFETIME);
        assertThat(decision.validUses()).isEqualTo(CheckResult.DEFAULT_USES);
    }

    private static String headerRule(String handler) {
        return resource(
                "rule",
                "headers",
                "actions: [{handler: " + handler + ", instances: [all]}], requestHeaderOperations: ["
                        + "{name: x-user, values: ['source.user | \"\"'], operation: REPLACE}, "
                        + "{name: x-two, values: ['\"a\"', '\"b\"'], operation: APPEND}, "
                        + "{name: x-gone, operation: REMOVE}], "
                        + "responseHeaderOperations: [{name: x-seen, values: ['\"yes\"']}]");
    }

    @Test
    void headersOfHandlersComeBeforeThoseOfRulesInOrder() {
        engine.script.check(
                "adds",
                _ -> CheckResult.ok().withHeaders(List.of(HeaderOperation.replaceRequest("x-from", "handler"))));
        engine.with(handler("h", "inline", "adds"), ALL, headerRule("h"));
        assertThat(engine.check(Map.of("source.user", "ann")).headers())
                .extracting(operation ->
                        operation.target() + " " + operation.kind() + " " + operation.name() + "=" + operation.value())
                .containsExactly(
                        "REQUEST REPLACE x-from=handler",
                        "REQUEST REPLACE x-user=ann",
                        "REQUEST APPEND x-two=a",
                        "REQUEST APPEND x-two=b",
                        "REQUEST REMOVE x-gone=",
                        "RESPONSE REPLACE x-seen=yes");
    }

    @Test
    void valuesThatWouldSplitAHeaderAreLeftOut() {
        engine.with(handler("h", "inline", "ok"), ALL, headerRule("h"));
        assertThat(engine.check(Map.of("source.user", "ann\r\nx-admin: yes")).headers())
                .extracting(HeaderOperation::name)
                .doesNotContain("x-user");
    }

    @Test
    void aDenialCarriesNoHeadersButItsResponse() {
        var response = new DirectResponse(418, "teapot", List.of());
        engine.script.check("teapot", _ -> CheckResult.denied("tea").withResponse(response));
        engine.with(
                handler("h", "inline", "teapot"),
                handler("d", "inline", "deny"),
                ALL,
                headerRule("h"),
                rule("x", "", "d: all"));
        var decision = engine.check(Map.of("source.user", "ann"));
        assertThat(decision.headers()).isEmpty();
        assertThat(decision.response()).isEqualTo(response);
    }

    @Test
    void whatHandlersAddGoesAlongAndIsExplained() {
        engine.script.check(
                "adds", _ -> CheckResult.ok().withMetadata("{\"a\":1}").withDetail(() -> "because\nof this"));
        engine.script.check(
                "refuses",
                _ -> CheckResult.denied("no").withMetadata("{\"b\":2}").withDetail(() -> {
                    throw new IllegalStateException("lost");
                }));
        engine.with(
                handler("a", "inline", "adds"),
                handler("b", "inline", "refuses"),
                ALL,
                rule("r", "", "a: all", "b: all"));
        var decision = engine.check(Call.of(MapBag.of(Map.of())).explained());
        assertThat(decision.metadata()).containsExactly("{\"a\":1}", "{\"b\":2}");
        assertThat(Objects.requireNonNull(decision.explanation())
                        .rules()
                        .getFirst()
                        .answers())
                .extracting(Explanation.AnswerNote::detail)
                .containsExactly("because\nof this", "cannot be told: java.lang.IllegalStateException: lost");
    }

    @Test
    void theResponseIsThatOfTheFirstFailure() {
        engine.script.check(
                "later", _ -> CheckResult.denied("tea").withResponse(new DirectResponse(418, "", List.of())));
        engine.with(
                handler("a", "inline", "deny"),
                handler("b", "inline", "later"),
                ALL,
                rule("r", "", "a: all", "b: all"));
        assertThat(engine.check(Map.of()).response()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "inline,   throws,    broken",
        "blocking, throws,    broken",
        "inline,   overflows, deep",
        "blocking, overflows, deep",
        "inline,   nothing,      it answered null",
        "blocking, nothing,      it answered null",
    })
    void whatFailsIsDeniedUnlessTheHandlerSaysOtherwise(String adapter, String does, String message) {
        engine.with(handler("h", adapter, does), ALL, rule("r", "", "h: all"));
        var denied = engine.check(Map.of());
        assertThat(denied.status())
                .isEqualTo(Status.of(Status.Code.PERMISSION_DENIED, "h.default:the check failed: " + message));
        assertThat(denied.validFor()).isZero();
        assertThat(denied.validUses()).isZero();
        assertThat(engine.meters.count("mixer_handler_failures_total", "handler", "h.default"))
                .isEqualTo(1);

        engine.with(handler("h", adapter, does, "failurePolicy: ALLOW"), ALL, rule("r", "", "h: all"));
        var allowed = engine.check(Map.of());
        assertThat(allowed.status()).isEqualTo(Status.OK);
        assertThat(allowed.validUses()).isZero();
    }

    @Test
    void aDenialIsNoFailureWhateverTheFailurePolicy() {
        engine.with(handler("h", "inline", "deny", "failurePolicy: ALLOW"), ALL, rule("r", "", "h: all"));
        assertThat(engine.check(Map.of()).status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    /** Contract C6. */
    @Test
    void anAbsentAttributeInAnInstanceRefuses() {
        engine.with(
                handler("h", "inline", "named"),
                instance("who", "listentry", "value: source.user"),
                rule("r", "", "h: who"));
        assertThat(engine.check(Map.of()).status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(engine.check(Map.of()).status().message()).contains("who.default", "source.user");
        assertThat(engine.check(Map.of("source.user", "ann")).status()).isEqualTo(Status.OK);
        assertThat(engine.script.asked).containsExactly(new ListEntry("ann"));
    }

    @Test
    void anInstanceSharedByTwoActionsIsRefusedInBoth() {
        engine.with(
                handler("a", "inline", "named"),
                handler("b", "inline", "named", "failurePolicy: ALLOW"),
                instance("who", "listentry", "value: source.user"),
                rule("r1", "", "b: who"),
                rule("r2", "", "a: who"));
        assertThat(engine.check(Map.of()).status().message()).startsWith("a.default:the check failed: instance who");
    }

    @Test
    void aHandlerThatIsStuckIsDeniedInTimeAndHarmsNoOther() throws Exception {
        var release = new CountDownLatch(1);
        engine.script.check("stuck", _ -> {
            release.await(1, TimeUnit.MINUTES);
            return CheckResult.ok();
        });
        engine.with(
                handler("h", "blocking", "stuck", "timeLimit: 30ms"),
                handler("g", "blocking", "ok", "timeLimit: 10s"),
                ALL,
                rule("r1", "request.method == \"GET\"", "h: all"),
                rule("r2", "request.method == \"PUT\"", "g: all"));
        var stuck = engine.mixer.check(Call.of(MapBag.of(Map.of("request.method", "GET"))));
        assertThat(engine.check(Map.of("request.method", "PUT")).status()).isEqualTo(Status.OK);
        var decision = stuck.get(20, TimeUnit.SECONDS);
        assertThat(decision.status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(decision.status().message()).startsWith("h.default:the check failed: no answer in ");
        assertThat(engine.meters.count("mixer_handler_timeouts_total", "handler", "h.default"))
                .isEqualTo(1);
        release.countDown();
        assertThat(engine.check(Map.of("request.method", "PUT")).status()).isEqualTo(Status.OK);
        assertThat(engine.meters.count("mixer_handler_failures_total", "handler", "h.default"))
                .as("the interrupted call is not counted twice")
                .isEqualTo(1);
    }

    @Test
    void theCallersDeadlineEndsAWaitBeforeTheTimeLimit() {
        engine.script.later("never", _ -> new CompletableFuture<>());
        engine.with(handler("h", "async", "never", "timeLimit: 1h"), ALL, rule("r", "", "h: all"));
        var call = new Call(_ -> MapBag.EMPTY, System.nanoTime() + 30_000_000, new Call.Quotas.None(), false);
        assertThat(engine.check(call).status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void moreCallsThanAllowedAreFailures() throws Exception {
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        engine.script.check("held", _ -> {
            entered.countDown();
            release.await();
            return CheckResult.ok();
        });
        engine.with(
                handler("h", "blocking", "held", "timeLimit: 1h", "maxConcurrentCalls: 1"),
                ALL,
                rule("r", "", "h: all"));
        var first = engine.mixer.check(Call.of(MapBag.EMPTY));
        entered.await();
        assertThat(engine.check(Map.of()).status().message()).contains("maxConcurrentCalls");
        release.countDown();
        assertThat(first.get(20, TimeUnit.SECONDS).status()).isEqualTo(Status.OK);
    }

    @Test
    void asynchronousAnswersJoinInConfigurationOrder() throws Exception {
        var slow = new CompletableFuture<CheckResult>();
        engine.script.later("slow", _ -> slow);
        engine.script.later("fast", _ -> CompletableFuture.completedFuture(CheckResult.denied("fast")));
        engine.with(
                handler("a", "async", "slow", "timeLimit: 1h"),
                handler("b", "async", "fast"),
                ALL,
                rule("r", "", "a: all", "b: all"));
        var decided = engine.mixer.check(Call.of(MapBag.EMPTY));
        assertThat(decided).isNotDone();
        slow.complete(CheckResult.denied("slow"));
        assertThat(decided.get(20, TimeUnit.SECONDS).status().message()).isEqualTo("a.default:slow, b.default:fast");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "nothingInside", "throws", "fails"})
    void asynchronousFailuresAreDenied(String does) {
        engine.script.later("nothing", _ -> null);
        engine.script.later("nothingInside", _ -> CompletableFuture.supplyAsync(() -> null));
        engine.script.later("throws", _ -> {
            throw new IllegalStateException("broken");
        });
        engine.script.later("fails", _ -> CompletableFuture.failedFuture(new IllegalStateException("broken")));
        engine.with(handler("h", "async", does), ALL, rule("r", "", "h: all"));
        assertThat(engine.check(Map.of()).status().message())
                .isIn("h.default:the check failed: it answered null", "h.default:the check failed: broken");
        assertThat(engine.meters.count("mixer_handler_failures_total", "handler", "h.default"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"25, true", "205, false"}) // the machine may add to it, by far less than 175
    void aHandlerThatHoldsTheNetworkThreadAgainstItsWordIsForgivenOnceAndDemotedForMuch(int millis, boolean stays) {
        var threads = new java.util.concurrent.CopyOnWriteArrayList<Thread>();
        engine.script.check("spins", _ -> {
            if (threads.isEmpty()) {
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
                TestEngine.await(() -> System.nanoTime() > end);
            }
            threads.add(Thread.currentThread());
            return CheckResult.ok();
        });
        engine.with(handler("h", "inline", "spins", "timeLimit: 10s"), ALL, rule("r", "", "h: all"));
        assertThat(engine.check(Map.of()).status()).isEqualTo(Status.OK);
        assertThat(engine.check(Map.of()).status()).isEqualTo(Status.OK);
        assertThat(threads.getFirst()).isSameAs(Thread.currentThread());
        assertThat(threads.getLast() == Thread.currentThread()).isEqualTo(stays);
        assertThat(engine.meters.count("mixer_handler_network_holds_total", "handler", "h.default"))
                .isPositive();
    }

    /** Contract C1. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "request.method == \"GET\"        ; request.method ; OK",
                "request.path == \"/a\"           ; request.method ; INVALID_ARGUMENT",
                "request.path.startsWith(\"/a\")  ; request.method ; INVALID_ARGUMENT",
                "(request.path | \"\") == \"/a\"  ; request.method ; INVALID_ARGUMENT",
                "request.url_path == \"/a\"       ; request.method ; INVALID_ARGUMENT",
                "request.method == \"GET\"        ; request.path ; INVALID_ARGUMENT",
                "request.method == \"GET\"        ; request.raw_path ; OK",
                "request.method == \"PUT\"        ; request.path ; OK",
            })
    void anUncanonicalPathIsRefusedOnlyWhereItIsRead(String match, String value, Status.Code expected) {
        engine.with(
                handler("h", "inline", "named", "failurePolicy: ALLOW"),
                instance("who", "listentry", "value: " + value),
                rule("r", match, "h: who"));
        var call = Map.<String, Object>of("request.method", "GET", "request.path", "/a%2Fb");
        assertThat(engine.check(call).status().code()).isEqualTo(expected);
    }

    @Test
    void anUncanonicalPathIsRefusedWhereAHeaderOperationReadsIt() {
        engine.with(
                handler("h", "inline", "ok"),
                ALL,
                resource(
                        "rule",
                        "r",
                        "actions: [{handler: h, instances: [all]}],"
                                + " requestHeaderOperations: [{name: x, values: [request.path]}]"));
        assertThat(engine.check(Map.of("request.path", "/a%2Fb")).status().code())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void anExplanationNamesRulesThatAppliedAndThoseThatDidNot() {
        engine.with(
                handler("h", "inline", "deny"),
                handler("s", "inline", "silent"),
                ALL,
                rule("always", "", "h: all"),
                rule("get", "request.method == \"GET\"", "s: all"),
                rule("put", "request.method == \"PUT\"", "h: all"));
        var call = Call.of(MapBag.of(Map.of("request.method", "GET"))).explained();
        var explanation = Objects.requireNonNull(engine.check(call).explanation());
        assertThat(explanation.namespace()).isEqualTo("default");
        assertThat(explanation.rules())
                .extracting(note -> note.rule() + " " + note.matched())
                .containsExactly("always.default true", "get.default true", "put.default false");
        assertThat(explanation.rules().getFirst().answers().getFirst().answer()).isEqualTo("PERMISSION_DENIED: no");
        assertThat(explanation.rules().get(1).answers().getFirst().answer()).isEqualTo("no opinion");
        assertThat(explanation.rules().getLast().reason()).contains("request.method", "GET");
        assertThat(explanation.rules().getLast().place()).startsWith("test.yaml:");
    }

    @Test
    void explainingChangesNoAnswer() {
        engine.with(
                handler("h", "inline", "deny"),
                ALL,
                rule("r", "request.method == \"GET\" && source.user == \"x\"", "h: all"));
        var call = Call.of(MapBag.of(Map.of("request.method", "GET", "source.user", "x")));
        var plain = engine.check(call);
        var explained = engine.check(call.explained());
        assertThat(explained.referenced()).isEqualTo(plain.referenced());
        assertThat(explained.status()).isEqualTo(plain.status());
    }
}
