package dev.mixer.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.MapBag;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.expression.CompiledExpression;
import dev.mixer.engine.expression.Expression;
import dev.mixer.engine.expression.ExpressionException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportSamplingTest {
    private final Slots slots = new Slots(Vocabulary.standard());
    private final int requestId = slots.slot(Vocabulary.standard().require("request.headers"), "x-request-id");

    private AttributeReader call(Map<String, Object> attributes) {
        return AttributeReader.forReport(slots, MapBag.of(attributes));
    }

    private RandomSampler random(long numerator, @Nullable String override, int chance) {
        return new RandomSampler(numerator, 100, compiled(override), requestId, _ -> chance);
    }

    private @Nullable CompiledExpression compiled(@Nullable String expression) {
        try {
            return expression == null ? null : Expression.compile(expression, slots, null);
        } catch (ExpressionException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"30,0,true", "30,29,true", "30,30,false", "0,0,false", "100,99,true"})
    void withoutARequestIdChanceDecides(long numerator, int chance, boolean taken) {
        assertThat(random(numerator, null, chance).takes(call(Map.of()))).isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource({
        "00000063-0000-4000-8000-000000000000,true", // 99
        "00000064-0000-4000-8000-000000000000,true", // 100 % 100 = 0
        "0000001d-0000-4000-8000-000000000000,true", // 29
        "0000001e-0000-4000-8000-000000000000,false" // 30
    })
    void theFirstDigitsOfTheRequestIdDecideAsInEnvoy(String id, boolean taken) {
        int share = id.startsWith("00000063") ? 100 : 30;
        assertThat(random(share, null, 99).takes(call(Map.of("request.headers", Map.of("x-request-id", id)))))
                .isEqualTo(taken);
    }

    @Test
    void idsThatAreNoUuidsAreSpreadEvenly() {
        long taken = IntStream.range(0, 10_000)
                .filter(i ->
                        random(25, null, 99).takes(call(Map.of("request.headers", Map.of("x-request-id", "req" + i)))))
                .count();
        assertThat(taken).isBetween(2_200L, 2_800L);
    }

    @Test
    void independentRandomnessPassesOverTheRequestId() {
        var sampler = new RandomSampler(30, 100, null, RandomSampler.INDEPENDENT, _ -> 5);
        assertThat(sampler.takes(call(Map.of("request.headers", Map.of("x-request-id", "0000001e-")))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"40,39,true", "40,40,false", "-1,0,false", "0,0,false", "500,99,true"})
    void anAttributeOverridesTheShare(long size, int chance, boolean taken) {
        assertThat(random(0, "request.size", chance).takes(call(Map.of("request.size", size))))
                .isEqualTo(taken);
    }

    @Test
    void anOverrideWithoutAValueTakesNothing() {
        assertThat(random(100, "request.size", 0).takes(call(Map.of()))).isFalse();
    }

    @Test
    void eachTimeBeginsAnew() {
        var now = new AtomicLong(Long.MAX_VALUE - 50); // nanoTime may overflow
        var sampler = new RateSampler(100, 2, 0, now::get);
        var call = call(Map.of());
        assertThat(IntStream.range(0, 5).filter(_ -> sampler.takes(call)).count())
                .isEqualTo(2);
        now.addAndGet(99);
        assertThat(sampler.takes(call)).isFalse();
        now.addAndGet(1);
        assertThat(IntStream.range(0, 5).filter(_ -> sampler.takes(call)).count())
                .isEqualTo(2);
    }

    @Test
    void afterTheFirstOneOfSoManyIsTaken() {
        var sampler = new RateSampler(Long.MAX_VALUE, 2, 3, () -> 0);
        var call = call(Map.of());
        assertThat(IntStream.rangeClosed(1, 9)
                        .filter(_ -> sampler.takes(call))
                        .boxed()
                        .toList())
                .containsExactly(1, 2, 5, 8);
    }
}
