package dev.mixer.adapters.opa.builtin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A decision at 2026-01-02T03:04:05.0000006Z, or one that has run over its time. */
final class TestContext implements BuiltinContext {
    static final long NOW = 1_767_323_045_000_000_600L;

    final List<String> notes = new ArrayList<>();
    private final Map<Object, Object> answers = new HashMap<>();
    private final Random random = new Random(1);
    private final BuiltinLimits limits;
    private final boolean over;

    TestContext() {
        this(BuiltinLimits.STANDARD, false);
    }

    TestContext(BuiltinLimits limits, boolean over) {
        this.limits = limits;
        this.over = over;
    }

    @Override
    public long nowNanos() {
        return NOW;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T once(Object key, Supplier<T> make) {
        return (T) answers.computeIfAbsent(key, _ -> make.get());
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public BuiltinLimits limits() {
        return limits;
    }

    @Override
    public void note(String line) {
        notes.add(line);
    }

    @Override
    public void checkpoint() {
        if (over) {
            throw new DecisionEndedException("runs over its time");
        }
    }
}
