package dev.mixer.adapters.opa.builtin;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What builtins know of one decision after the other; {@link #begin} starts a decision. Costs nothing in a decision that asks for
 * nothing. Not safe for several threads.
 */
public final class DecisionContext implements BuiltinContext {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** More lines and failures than these explain nothing. */
    private static final int MOST_LINES = 100;

    private final InstantSource clock;
    private final RandomGenerator random;
    private final BuiltinLimits limits;
    private final Map<Object, Object> made = new HashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<BuiltinFailure> failures = new ArrayList<>();
    private boolean clockRead;
    private long now;

    /** A context whose decisions read {@code clock} at most once each. */
    public DecisionContext(InstantSource clock, RandomGenerator random, BuiltinLimits limits) {
        this.clock = clock;
        this.random = random;
        this.limits = limits;
    }

    /** Forgets the decision before. */
    public void begin() {
        clockRead = false;
        if (!made.isEmpty()) {
            made.clear();
        }
        if (!notes.isEmpty()) {
            notes.clear();
        }
        if (!failures.isEmpty()) {
            failures.clear();
        }
    }

    @Override
    public long nowNanos() {
        if (!clockRead) {
            now = nanos(clock.instant());
            clockRead = true;
        }
        return now;
    }

    private static long nanos(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS_PER_SECOND), time.getNano());
    }

    @Override
    @SuppressWarnings("unchecked") // a key begins with the name of the builtin that made the value
    public <T> T once(Object key, Supplier<T> make) {
        var known = (T) made.get(key);
        if (known == null) {
            known = make.get();
            made.put(key, known);
        }
        return known;
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
        if (notes.size() < MOST_LINES) {
            notes.add(line);
        }
    }

    /** Keeps why a builtin was undefined. */
    public void failed(String builtin, String message) {
        if (failures.size() < MOST_LINES) {
            failures.add(new BuiltinFailure(builtin, message));
        }
    }

    @Override
    public void checkpoint() {
        if (Thread.currentThread().isInterrupted()) {
            throw new DecisionEndedException("was interrupted");
        }
    }

    /** The lines noted in this decision so far. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** The calls that were undefined for a reason in this decision so far. */
    public List<BuiltinFailure> failures() {
        return List.copyOf(failures);
    }
}
