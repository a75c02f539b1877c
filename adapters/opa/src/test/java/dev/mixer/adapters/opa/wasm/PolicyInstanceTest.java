package dev.mixer.adapters.opa.wasm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.opa.builtin.Builtin;
import dev.mixer.adapters.opa.builtin.BuiltinException;
import dev.mixer.adapters.opa.builtin.BuiltinFailure;
import dev.mixer.adapters.opa.builtin.Builtins;
import dev.mixer.adapters.opa.builtin.DecisionEndedException;
import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.adapters.opa.value.ValueText;
import dev.mixer.adapters.opa.wasm.PolicyFailedException.Kind;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("backend")
class PolicyInstanceTest {
    private static final InstanceLimits LIMITS = new InstanceLimits(256, 2 << 20);
    private static PolicyModule module;
    private static PolicyCode code;

    private final AtomicLong asked = new AtomicLong();
    private PolicyInstance instance;

    @BeforeAll
    static void compile() throws Exception {
        module = PolicyModule.parse(Policies.basic(), LIMITS);
        code = module.compile();
    }

    @BeforeEach
    void start() throws Exception {
        instance = code.newInstance(builtins(ValueText::write), LIMITS);
        instance.setData("{\"users\":[\"ada\"],\"settings\":{\"limit\":5}}".getBytes(UTF_8));
    }

    private interface Said {
        String of(RegoValue values) throws BuiltinException;
    }

    /** Stand-ins that show what reaches a builtin; the real ones have tests of their own. */
    private Builtins builtins(Said said) {
        return Builtins.of(List.of(
                Builtin.of("sprintf", (format, values, _) -> {
                    asked.incrementAndGet();
                    return RegoValue.of(said.of(values));
                }),
                Builtin.of("time.now_ns", context -> RegoNumber.of(context.nowNanos()))));
    }

    private PolicyResult ask(String entrypoint, String input) throws PolicyFailedException {
        var bytes = input.getBytes(UTF_8);
        return instance.evaluate(module.entrypoint("basic/" + entrypoint).orElseThrow(), bytes, bytes.length);
    }

    private Kind failure(String entrypoint, String input) {
        try {
            throw new AssertionError("it answers " + ask(entrypoint, input).value());
        } catch (PolicyFailedException e) {
            assertThat(e).hasMessageStartingWith("the ");
            return e.kind();
        }
    }

    @Test
    void itDecides() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(ask("allow", "{\"user\":\"ada\"}").isTrue()).isTrue();
            assertThat(ask("allow", "{\"user\":\"ben\"}").isFalse()).isTrue();
            assertThat(ask("allow", "{}").isFalse()).isTrue();
        }
    }

    @Test
    void noInputIsUndefined() throws Exception {
        assertThat(ask("echo", "").value()).isNull();
        assertThat(ask("echo", "null").value()).isEqualTo(Json.parse("null"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[1,2.50,-3e7,\"a\\u0001\\\"é😀\",null,true]",
                "{\"a\":{\"b\":[{}]},\"c\":12345678901234567890}"
            })
    void valuesCrossUnharmed(String json) throws Exception {
        assertThat(ask("echo", json).value()).isEqualTo(Json.parse(json));
        assertThat(ask("echo", json).value()).hasToString(ValueText.write(Json.parse(json)));
    }

    @Test
    void setsCrossAsSets() throws Exception {
        var text = "{{\"a\", {1}}: set(), [1]: {2, \"x\"}}";
        var bytes = text.getBytes(UTF_8);
        var result = instance.evaluateExactly(module.entrypoint("basic/echo").orElseThrow(), bytes, bytes.length);
        assertThat(result.value()).isEqualTo(ValueText.parse(text));
        assertThat(ask("said", "{}").value()).isEqualTo(RegoValue.of("[1, {\"a\", \"b\"}]"));
    }

    @Test
    void theClockStandsStillWithinADecision() throws Exception {
        assertThat(ask("now", "{}").value())
                .isInstanceOfSatisfying(
                        RegoArray.class, times -> assertThat(times.get(0)).isEqualTo(times.get(1)));
    }

    @Test
    void aBuiltinThatFailsIsUndefinedAndSaysWhy() throws Exception {
        instance = code.newInstance(
                builtins(_ -> {
                    throw new BuiltinException("no such verb");
                }),
                LIMITS);
        var result = ask("said", "{}");
        assertThat(result.value()).isNull();
        assertThat(result.failures()).containsExactly(new BuiltinFailure("sprintf", "no such verb"));
        assertThat(ask("echo", "1").failures()).isEmpty();
    }

    @Test
    void aBuiltinMayEndTheDecision() throws Exception {
        instance = code.newInstance(
                builtins(_ -> {
                    throw new DecisionEndedException("waits for too long");
                }),
                LIMITS);
        assertThat(failure("said", "{}")).isEqualTo(Kind.ENDED_BY_BUILTIN);
        assertThat(ask("echo", "1").value()).isEqualTo(RegoValue.of(1));
    }

    @Test
    void aBuiltinThatTheHostLacksEndsTheDecision() throws Exception {
        instance = code.newInstance(Builtins.NONE, LIMITS);
        assertThatThrownBy(() -> ask("said", "{}"))
                .hasMessage("the policy gave up: it calls a builtin that the host does not have");
    }

    @Test
    void aPolicyThatGivesUpDecidesOn() throws Exception {
        int pages = 0;
        for (int i = 0; i < 10_000; i++) {
            assertThatThrownBy(() -> ask("conflict", "{\"a\":true,\"b\":true}"))
                    .isInstanceOfSatisfying(
                            PolicyFailedException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.ABORTED))
                    .hasMessageContaining("conflict");
            assertThat(instance.isBroken()).isFalse();
            if (i == 0) {
                pages = instance.memoryPages();
            }
        }
        assertThat(instance.memoryPages()).isEqualTo(pages);
        assertThat(ask("conflict", "{\"b\":true}").value()).isEqualTo(RegoValue.of(2));
        assertThat(ask("allow", "{\"user\":\"ada\"}").isTrue()).isTrue();
    }

    @Test
    void aMemoryHogMeetsItsLimit() throws Exception {
        assertThat(failure("hog", "{}")).isEqualTo(Kind.OUT_OF_MEMORY);
        assertThat(instance.isBroken()).isTrue();
        assertThat(instance.memoryPages()).isLessThanOrEqualTo(LIMITS.memoryPages());
        assertThatThrownBy(() -> ask("echo", "1")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void dataBeyondTheMemoryIsRefused() {
        var data = "{\"a\":[" + "1000,".repeat(1_000_000) + "1]}";
        assertThatThrownBy(() -> instance.setData(data.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        PolicyFailedException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OUT_OF_MEMORY));
    }

    @Test
    void aMegabyteOfInputIsReadAndMoreIsRefused() throws Exception {
        var text = "\"" + "x".repeat(1 << 20) + "\"";
        assertThat(ask("echo", text).value()).isEqualTo(RegoValue.of("x".repeat(1 << 20)));
        assertThat(ask("allow", "{\"user\":\"ada\",\"more\":" + text + "}").isTrue())
                .isTrue();
        assertThat(ask("allow", "{\"user\":\"ada\"}").isTrue()).isTrue();
        assertThat(failure("echo", "\"" + "x".repeat(2 << 20) + "\"")).isEqualTo(Kind.INPUT_TOO_LONG);
        assertThat(instance.isBroken()).isFalse();
        assertThat(ask("echo", "1").value()).isEqualTo(RegoValue.of(1));
    }

    @Test
    void theBufferOfInputsTakesMemoryOnce() throws Exception {
        var text = "\"" + "x".repeat(1 << 20) + "\"";
        ask("echo", text);
        int pages = instance.memoryPages();
        for (int i = 0; i < 100; i++) {
            ask("echo", text);
        }
        assertThat(instance.memoryPages()).isEqualTo(pages);
    }

    @Test
    void aResultLongerThanAPageIsWhole() throws Exception {
        assertThat(ask("big", "{\"size\":50000}").value())
                .isInstanceOfSatisfying(
                        RegoArray.class, array -> assertThat(array.size()).isEqualTo(50_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "nested"})
    void nestingBeyondTheStackIsAFailure(String entrypoint) throws Exception {
        var deep = "[".repeat(500_000) + "]".repeat(500_000);
        var kind = failure(entrypoint, entrypoint.equals("echo") ? deep : "{\"text\":\"" + deep + "\"}");
        assertThat(kind).isIn(Kind.STACK_OVERFLOW, Kind.TRAPPED, Kind.OUT_OF_MEMORY);
        start();
        assertThat(ask("echo", "[[1]]").value()).isEqualTo(Json.parse("[[1]]"));
    }

    @Test
    void dataChangesInPlace() throws Exception {
        assertThat(ask("limit", "{}").value()).isEqualTo(RegoValue.of(5));
        instance.putData(List.of("settings", "limit"), RegoValue.of(7));
        assertThat(ask("limit", "{}").value()).isEqualTo(RegoValue.of(7));
        instance.putData(List.of("users"), ValueText.parse("[\"ben\"]"));
        assertThat(ask("allow", "{\"user\":\"ben\"}").isTrue()).isTrue();
        assertThat(ask("allow", "{\"user\":\"ada\"}").isTrue()).isFalse();
        instance.removeData(List.of("settings", "limit"));
        assertThat(ask("limit", "{}").value()).isNull();
        instance.putData(List.of("settings", "limit"), RegoValue.of(8));
        assertThat(ask("limit", "{}").value()).isEqualTo(RegoValue.of(8));
        instance.removeData(List.of("no", "where"));
        assertThatThrownBy(() -> instance.removeData(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> instance.putData(List.of("users", "x"), RegoValue.of(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(ask("limit", "{}").value()).isEqualTo(RegoValue.of(8));
    }

    @Test
    void anInterruptedThreadKeepsItsInterrupt() {
        Thread.currentThread().interrupt();
        var kind = failure("endless", "{}");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(kind).isEqualTo(Kind.INTERRUPTED);
        assertThat(instance.isBroken()).isFalse();
    }

    @Test
    void interpretedCodeDecidesAlike() throws Exception {
        instance = module.interpret().newInstance(builtins(ValueText::write), LIMITS);
        assertThat(ask("echo", "[1]").value()).isEqualTo(Json.parse("[1]"));
        assertThat(failure("conflict", "{\"a\":true,\"b\":true}")).isEqualTo(Kind.ABORTED);
        assertThat(ask("echo", "[2]").value()).isEqualTo(Json.parse("[2]"));
    }
}
