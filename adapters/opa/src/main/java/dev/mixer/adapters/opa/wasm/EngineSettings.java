package dev.mixer.adapters.opa.wasm;

import dev.mixer.adapters.opa.builtin.BuiltinLimits;
import dev.mixer.adapters.opa.builtin.Builtins;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * How an engine evaluates.
 *
 * @param builtins what the host offers the policy
 * @param builtinLimits what a call of a builtin may make
 * @param limits what each instance may use
 * @param instances how many decisions may run at once, each with its own copy of the data; from 1 on
 * @param timeLimit how long a decision may take, waiting for an instance included, of which the policy has at least half; more than nothing
 * @param clock the time that policies see
 * @param random where builtins get random values; must be safe for all threads
 */
public record EngineSettings(
        Builtins builtins,
        BuiltinLimits builtinLimits,
        InstanceLimits limits,
        int instances,
        Duration timeLimit,
        InstantSource clock,
        RandomGenerator random) {
    public EngineSettings {
        if (instances < 1 || timeLimit.isNegative() || timeLimit.isZero()) {
            throw new IllegalArgumentException("out of range: " + instances + " instances, " + timeLimit);
        }
    }

    /** One instance for each processor, 100 ms a decision, the standard limits, the system's clock and secure random values. */
    public static EngineSettings standard(Builtins builtins) {
        return new EngineSettings(
                builtins,
                BuiltinLimits.STANDARD,
                InstanceLimits.STANDARD,
                Runtime.getRuntime().availableProcessors(),
                Duration.ofMillis(100),
                InstantSource.system(),
                new SecureRandom());
    }

    /** With another number of instances. */
    public EngineSettings withInstances(int instances) {
        return new EngineSettings(builtins, builtinLimits, limits, instances, timeLimit, clock, random);
    }

    /** With another time limit. */
    public EngineSettings withTimeLimit(Duration timeLimit) {
        return new EngineSettings(builtins, builtinLimits, limits, instances, timeLimit, clock, random);
    }

    /** With other limits of each instance. */
    public EngineSettings withLimits(InstanceLimits limits) {
        return new EngineSettings(builtins, builtinLimits, limits, instances, timeLimit, clock, random);
    }
}
