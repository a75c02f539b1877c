package dev.mixer.adapters.opa.wasm;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import dev.mixer.adapters.opa.builtin.BuiltinLimits;
import dev.mixer.adapters.opa.builtin.Builtins;
import dev.mixer.adapters.opa.builtin.DecisionContext;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Function;

/** A policy ready to run, shared by all its instances. Immutable and safe for all threads. */
public final class PolicyCode {
    private final PolicyModule policy;
    private final Function<Instance, Machine> machines;

    PolicyCode(PolicyModule policy, Function<Instance, Machine> machines) {
        this.policy = policy;
        this.machines = machines;
    }

    /** The policy of which this is the code. */
    public PolicyModule policy() {
        return policy;
    }

    /**
     * An instance without data. Builtins of the policy that {@code builtins} lacks are undefined, see
     * {@link PolicyModule#missing}.
     *
     * @param context what the builtins know of a decision; for this instance alone
     * @throws PolicyFailedException if the policy needs more memory than it may have, or its start code fails
     */
    public PolicyInstance newInstance(Builtins builtins, InstanceLimits limits, DecisionContext context)
            throws PolicyFailedException {
        return PolicyInstance.start(policy, machines, builtins, limits, context);
    }

    /** An instance without data whose builtins have the system's clock. */
    public PolicyInstance newInstance(Builtins builtins, InstanceLimits limits) throws PolicyFailedException {
        return newInstance(
                builtins,
                limits,
                new DecisionContext(InstantSource.system(), new SecureRandom(), BuiltinLimits.STANDARD));
    }
}
