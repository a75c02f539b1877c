package dev.mixer.engine.dispatch;

import static dev.mixer.engine.dispatch.TestEngine.await;
import static dev.mixer.engine.dispatch.TestEngine.handler;
import static dev.mixer.engine.dispatch.TestEngine.instance;
import static dev.mixer.engine.dispatch.TestEngine.noted;
import static dev.mixer.engine.dispatch.TestEngine.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.attribute.MapBag;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReloadTest {
    private static final String ALL = instance("all", "checknothing", "");
    private static final String BAD = rule("bad", "request.methd == \"GET\"", "h: all");
    private final TestEngine engine = new TestEngine();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void writeScript() {
        engine.script.check("deny", _ -> CheckResult.denied("no"));
        engine.script.check("held", _ -> {
            entered.countDown();
            release.await();
            return CheckResult.ok();
        });
        engine.script.opening("fails", () -> {
            throw AdapterException.permanent("the file is not there", null);
        });
        engine.script.opening("crashes", () -> {
            throw new IllegalStateException("broken");
        });
    }

    @AfterEach
    void stop() {
        release.countDown();
        engine.close();
    }

    /** Long enough for whatever may be closed. */
    private static void letClosingsRun() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        await(() -> System.nanoTime() > end);
    }

    @Test
    void aBadConfigurationKeepsTheLastGoodOneAndTheStateTells() {
        var good = engine.apply(handler("h", "inline", "deny"), ALL, rule("r", "", "h: all"));
        var bad = engine.apply(handler("h", "inline", "ok"), ALL, rule("r", "", "h: all"), BAD);
        assertThat(bad.hasErrors()).isTrue();
        assertThat(bad.isReady()).isTrue();
        assertThat(bad.revision()).isEqualTo(good.revision());
        assertThat(bad.lastRevision()).isNotEqualTo(good.revision());
        assertThat(bad.problems()).singleElement().asString().contains("test.yaml:", "request.methd", "request.method");
        assertThat(engine.live.state()).isEqualTo(bad);
        assertThat(engine.check(Map.of()).status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(engine.check(Map.of()).revision()).isEqualTo(good.revision());
        assertThat(engine.script.events).containsExactly("open: h.default");
    }

    @Test
    void withoutAGoodConfigurationABadOneIsNotReady() {
        assertThat(engine.apply(handler("h", "inline", "ok"), ALL, BAD).isReady())
                .isFalse();
        assertThat(engine.check(Map.of()).status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void aHandlerThatStaysIsKept() {
        engine.with(handler("h", "inline", "deny"), ALL, rule("r", "", "h: all"));
        engine.with(
                handler("h", "inline", "deny", "failurePolicy: ALLOW", "timeLimit: 1s"), ALL, rule("x", "", "h: all"));
        assertThat(engine.script.events).containsExactly("open: h.default");
    }

    @Test
    void aHandlerWhoseParametersChangeIsOpenedAfterTheOneBefore() {
        engine.with(noted("h", "ok", "one"), ALL, rule("r", "", "h: all"));
        engine.with(noted("h", "ok", "two"), ALL, rule("r", "", "h: all"));
        await(() -> engine.script.events.size() == 3);
        assertThat(engine.script.events)
                .containsExactly("open: h.default one", "reopen after one: h.default two", "close: h.default one");
    }

    @Test
    void aHandlerOfAnotherAdapterIsOpenedAnew() {
        engine.with(handler("h", "inline", "ok"), ALL, rule("r", "", "h: all"));
        engine.with(handler("h", "blocking", "ok"), ALL, rule("r", "", "h: all"));
        await(() -> engine.script.events.size() == 3);
        assertThat(engine.script.events).containsExactly("open: h.default", "open: h.default", "close: h.default");
    }

    @Test
    void aHandlerThatIsGoneIsClosedAfterItsLastCall() throws Exception {
        engine.with(handler("h", "blocking", "held", "timeLimit: 1h"), ALL, rule("r", "", "h: all"));
        var call = engine.mixer.check(Call.of(MapBag.EMPTY));
        entered.await();
        engine.with(handler("other", "inline", "ok"));
        engine.with("");
        letClosingsRun();
        assertThat(engine.script.events).doesNotContain("close: h.default");
        release.countDown();
        assertThat(call.get(20, TimeUnit.SECONDS).status()).isEqualTo(Status.OK);
        await(() -> engine.script.events.contains("close: h.default"));
    }

    @Test
    void aHandlerIsNotClosedUnderACallOfAnEarlierConfiguration() throws Exception {
        var held = handler("h", "blocking", "held", "timeLimit: 1h");
        engine.with(held, ALL, rule("r", "", "h: all"));
        var call = engine.mixer.check(Call.of(MapBag.EMPTY));
        entered.await();
        engine.with(held, handler("probe", "inline", "ok"));
        // No call uses this second configuration; the call in flight uses its handler all the same.
        engine.with("");
        engine.with(handler("last", "inline", "ok"));
        assertThat(engine.check(Map.of()).status()).isEqualTo(Status.OK);
        assertThat(engine.script.events).doesNotContain("close: h.default");
        letClosingsRun();
        assertThat(engine.script.events).doesNotContain("close: h.default");
        release.countDown();
        assertThat(call.get(20, TimeUnit.SECONDS).status()).isEqualTo(Status.OK);
        await(() -> engine.script.events.contains("close: h.default"));
    }

    @Test
    void theMetersOfAHandlerThatIsGoneAreGone() {
        engine.with(handler("h", "inline", "ok"), ALL, rule("r", "", "h: all"));
        engine.check(Map.of());
        assertThat(engine.meters.count("mixer_handler_calls_total", "handler", "h.default"))
                .isEqualTo(1);
        engine.with("");
        await(() -> engine.meters.count("mixer_handler_calls_total", "handler", "h.default") == 0);
    }

    @Test
    void closingTheHostClosesWhatWaitsToBeClosed() throws Exception {
        engine.with(handler("h", "blocking", "held", "timeLimit: 1h"), ALL, rule("r", "", "h: all"));
        var call = engine.mixer.check(Call.of(MapBag.EMPTY));
        entered.await();
        engine.with(handler("other", "inline", "ok"));
        engine.live.close();
        assertThat(engine.script.events).contains("close: h.default", "close: other.default");
        release.countDown();
        assertThat(call.get(20, TimeUnit.SECONDS).status()).isEqualTo(Status.OK);
    }

    @Test
    void aHandlerThatCannotOpenIsAProblemAndNothingChanges() {
        engine.with(handler("h", "inline", "deny"), ALL, rule("r", "", "h: all"));
        var state = engine.apply(
                handler("h", "inline", "deny"),
                handler("fresh", "inline", "ok"),
                handler("f", "inline", "fails"),
                handler("g", "inline", "crashes"),
                ALL);
        assertThat(state.hasErrors()).isTrue();
        assertThat(state.problems()).hasSize(2);
        assertThat(state.problems().getFirst()).contains("handler f.default", "the file is not there");
        assertThat(state.problems().getLast()).contains("handler g.default");
        assertThat(engine.check(Map.of()).status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(engine.script.events)
                .containsExactly("open: h.default", "open: fresh.default", "close: fresh.default");
    }

    @Test
    void aHandlerThatOpensTooLateIsAProblemAndClosed() {
        try (var impatient = new TestEngine(Duration.ofMillis(30))) {
            var late = new CountDownLatch(1);
            impatient.script.opening("late", () -> {
                while (true) {
                    try {
                        late.await();
                        return true;
                    } catch (InterruptedException e) {
                        // An adapter that will not be stopped.
                    }
                }
            });
            var state = impatient.apply(handler("h", "inline", "late"), ALL);
            assertThat(state.problems()).singleElement().asString().contains("did not open within 30 ms");
            late.countDown();
            await(() -> impatient.script.events.contains("close: h.default"));
        }
    }

    @Test
    void everyDecisionIsThatOfTheConfigurationItNames() throws Exception {
        String[] open = {handler("h", "inline", "ok"), ALL, rule("r", "", "h: all")};
        String[] shut = {handler("h", "inline", "deny"), ALL, rule("r", "", "h: all")};
        var allows = engine.with(open).live.state().revision();
        var denies = engine.with(shut).live.state().revision();
        var over = new AtomicBoolean();
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try {
            var results = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 4; i++) {
                results.add(callers.submit((Callable<Integer>) () -> callUntil(over, allows, denies)));
            }
            for (int i = 0; i < 200; i++) {
                engine.with(i % 2 == 0 ? open : shut);
            }
            over.set(true);
            for (var result : results) {
                assertThat(result.get(20, TimeUnit.SECONDS)).isPositive();
            }
        } finally {
            over.set(true);
            callers.shutdownNow();
        }
    }

    private int callUntil(AtomicBoolean over, String allows, String denies) throws InvalidRequestException {
        int calls = 0;
        do {
            var decision = engine.mixer.check(Call.of(MapBag.EMPTY)).join();
            assertThat(List.of(allows, denies)).contains(decision.revision());
            assertThat(decision.status().isOk()).isEqualTo(decision.revision().equals(allows));
            calls++;
        } while (!over.get());
        return calls;
    }
}
