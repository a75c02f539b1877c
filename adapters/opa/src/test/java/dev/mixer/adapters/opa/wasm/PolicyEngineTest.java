package dev.mixer.adapters.opa.wasm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.opa.builtin.Builtin;
import dev.mixer.adapters.opa.builtin.Builtins;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.adapters.opa.wasm.PolicyFailedException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("backend")
class PolicyEngineTest {
    private static final byte[] DATA = "{\"users\":[\"ada\"],\"settings\":{\"limit\":5}}".getBytes(UTF_8);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static PolicyModule module;
    private static PolicyCode code;

    /** Whether the builtin waits on when it is interrupted. */
    private volatile boolean stubborn;

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);
    private final Builtins builtins = Builtins.of(List.of(
            Builtin.of("time.now_ns", context -> RegoNumber.of(context.nowNanos())),
            Builtin.of("sprintf", (format, _, _) -> {
                entered.countDown();
                boolean interrupted = false;
                while (leave.getCount() > 0 && (stubborn || !interrupted)) {
                    try {
                        leave.await();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return format;
            })));

    private Watchdog watchdog;

    @BeforeAll
    static void compile() throws Exception {
        module = PolicyModule.parse(Policies.basic(), InstanceLimits.STANDARD);
        code = module.compile();
    }

    @AfterAll
    static void forget() {
        Thread.interrupted();
    }

    @BeforeEach
    void wake() {
        watchdog = new Watchdog(Duration.ofMillis(2));
    }

    @AfterEach
    void sleep() {
        leave.countDown();
        watchdog.close();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    private PolicyEngine engine(int instances, Duration limit) {
        var settings =
                EngineSettings.standard(builtins).withInstances(instances).withTimeLimit(limit);
        return new PolicyEngine(code, DATA, settings, watchdog);
    }

    private static PolicyResult ask(PolicyEngine engine, String entrypoint, String input) throws PolicyFailedException {
        var bytes = input.getBytes(UTF_8);
        return engine.evaluate(module.entrypoint("basic/" + entrypoint).orElseThrow(), bytes, bytes.length);
    }

    private static Kind failure(PolicyEngine engine, String entrypoint) {
        try {
            throw new AssertionError(
                    "it answers " + ask(engine, entrypoint, "{}").value());
        } catch (PolicyFailedException e) {
            return e.kind();
        }
    }

    @Test
    void everyCallGetsItsOwnAnswer() throws Exception {
        int threads = 8;
        int calls = 2_000;
        try (var engine = engine(3, LONG);
                var pool = Executors.newFixedThreadPool(threads)) {
            var work = new ArrayList<Callable<Integer>>();
            for (int thread = 0; thread < threads; thread++) {
                int own = thread;
                work.add(() -> {
                    int wrong = 0;
                    for (int call = 0; call < calls; call++) {
                        var input = "\"" + own + "/" + call + "\"";
                        wrong += RegoValue.of(own + "/" + call)
                                        .equals(ask(engine, "echo", input).value())
                                ? 0
                                : 1;
                    }
                    return wrong;
                });
            }
            for (Future<Integer> result : pool.invokeAll(work)) {
                assertThat(result.get()).isZero();
            }
            assertThat(engine.replacements()).isZero();
        }
    }

    @Test
    void anEndlessPolicyIsEndedAndTheNextCallIsRight() throws Exception {
        try (var engine = engine(1, SHORT)) {
            engine.warmUp(module.entrypoint("basic/echo").orElseThrow(), List.of("1".getBytes(UTF_8)), 10);
            for (int i = 1; i <= 5; i++) {
                long start = System.nanoTime();
                assertThatThrownBy(() -> ask(engine, "endless", "{}"))
                        .isInstanceOfSatisfying(
                                PolicyFailedException.class,
                                e -> assertThat(e.kind()).isEqualTo(Kind.TIMED_OUT))
                        .hasMessage("the policy takes longer than 50 ms");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT.dividedBy(2), LONG);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                assertThat(patiently(engine)).isTrue();
                assertThat(engine.replacements()).isEqualTo(i);
            }
        }
    }

    /** The answer once the replacement is there, which may take longer than a decision may wait. */
    private static boolean patiently(PolicyEngine engine) throws PolicyFailedException {
        while (true) {
            try {
                return ask(engine, "allow", "{\"user\":\"ada\"}").isTrue();
            } catch (PolicyFailedException e) {
                if (e.kind() != Kind.BUSY) {
                    throw e;
                }
            }
        }
    }

    @Test
    void aWaitingBuiltinIsEndedToo() throws Exception {
        try (var engine = engine(1, SHORT)) {
            assertThat(failure(engine, "said")).isEqualTo(Kind.TIMED_OUT);
        }
    }

    @Test
    void whoFindsNoInstanceInTimeIsRefused() throws Exception {
        stubborn = true;
        try (var engine = engine(1, SHORT);
                var pool = Executors.newSingleThreadExecutor()) {
            var other = pool.submit(() -> ask(engine, "said", "{}").value());
            entered.await();
            assertThat(failure(engine, "allow")).isEqualTo(Kind.BUSY);
            leave.countDown();
            assertThatThrownBy(other::get).hasCauseInstanceOf(PolicyFailedException.class);
        }
    }

    @Test
    void aClosedEngineRefuses() throws Exception {
        var engine = engine(2, LONG);
        assertThat(ask(engine, "allow", "{}").isFalse()).isTrue();
        engine.close();
        assertThat(failure(engine, "allow")).isEqualTo(Kind.CLOSED);
        assertThat(engine.memoryPages()).isZero();
    }

    @Test
    void changesOfDataReachEveryInstance() throws Exception {
        try (var engine = engine(3, LONG)) {
            engine.warmUp(module.entrypoint("basic/limit").orElseThrow(), List.of("{}".getBytes(UTF_8)), 1);
            engine.putData(List.of("settings", "limit"), RegoValue.of(6));
            engine.removeData(List.of("no", "where"));
            engine.putData(List.of("users"), RegoValue.of("nobody"));
            try (var pool = Executors.newFixedThreadPool(6)) {
                var work = new ArrayList<Callable<RegoValue>>();
                for (int i = 0; i < 60; i++) {
                    work.add(() -> ask(engine, "limit", "{}").value());
                }
                for (var result : pool.invokeAll(work)) {
                    assertThat(result.get()).isEqualTo(RegoValue.of(6));
                }
            }
        }
    }

    @Test
    void memoryIsKnown() throws Exception {
        try (var engine = engine(2, LONG)) {
            assertThat(engine.memoryPages()).isZero();
            engine.warmUp(module.entrypoint("basic/limit").orElseThrow(), List.of(), 0);
            assertThat(engine.memoryPages()).isBetween(4L, 40L);
        }
    }

    @Test
    void theWatchdogWakesAfterAQuietTime() throws Exception {
        try (var sleepy = new Watchdog(Duration.ofNanos(1));
                var engine = new PolicyEngine(
                        code,
                        DATA,
                        EngineSettings.standard(builtins).withInstances(1).withTimeLimit(SHORT),
                        sleepy)) {
            while (!sleepy.isAsleep()) {
                Thread.onSpinWait();
            }
            assertThat(failure(engine, "endless")).isEqualTo(Kind.TIMED_OUT);
        }
    }
}
