package dev.mixer.adapters.opa;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.mixer.adapters.opa.builtin.BuiltinLimits;
import dev.mixer.adapters.opa.builtin.Builtins;
import dev.mixer.adapters.opa.input.EnvoyInput;
import dev.mixer.adapters.opa.projection.InputPaths;
import dev.mixer.adapters.opa.projection.InputWriter;
import dev.mixer.adapters.opa.source.InvalidPolicyException;
import dev.mixer.adapters.opa.source.PolicyReader;
import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.Utf8Buffer;
import dev.mixer.adapters.opa.wasm.EngineSettings;
import dev.mixer.adapters.opa.wasm.InstanceLimits;
import dev.mixer.adapters.opa.wasm.PolicyEngine;
import dev.mixer.adapters.opa.wasm.PolicyFailedException;
import dev.mixer.adapters.opa.wasm.PolicyResult;
import dev.mixer.adapters.opa.wasm.Watchdog;
import dev.mixer.spi.BackendState;
import dev.mixer.spi.Host;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The policy of one handler, live: what changes at its path is compiled and warmed up aside, and takes over when it is ready. What
 * cannot be used leaves the policy in force that was there.
 */
final class LivePolicy implements AutoCloseable {
    static final Duration PERIOD = Duration.ofSeconds(1);

    /** Enough that the JVM has compiled what decisions run through. */
    private static final int WARM_UP_ROUNDS = 300;

    /** What a policy may read beside its input and its data; answers that rest on it hold for one call. */
    private static final Set<String> UNSTEADY =
            Set.of("time.now_ns", "rand.intn", "uuid.rfc4122", "http.send", "net.lookup_ip_addr", "opa.runtime");

    private final PolicyLibrary library;
    private final OpaParameters parameters;
    private final Host host;
    private final Builtins builtins;
    private final EngineSettings settings;
    private final Watchdog watchdog = new Watchdog();
    private final Host.Counter loads;
    private final Host.Counter rejections;

    private volatile Serving serving;
    private volatile BackendState state = BackendState.READY;

    // Of the one look that may be under way.
    private Object seen;

    private LivePolicy(
            PolicyLibrary library,
            OpaParameters parameters,
            Host host,
            Builtins builtins,
            EngineSettings settings,
            Object seen)
            throws InvalidPolicyException, IOException, InterruptedException {
        this.library = library;
        this.parameters = parameters;
        this.host = host;
        this.builtins = builtins;
        this.settings = settings;
        this.seen = seen;
        this.loads = host.meters().counter("opa_policy_loads", "Policies that were looked at.", "result", "activated");
        this.rejections =
                host.meters().counter("opa_policy_loads", "Policies that were looked at.", "result", "rejected");
        this.serving = load();
        host.meters()
                .gauge(
                        "opa_memory_bytes",
                        "Memory of all copies of the policy with its data.",
                        () -> (double) serving.engine().memoryPages() * InstanceLimits.PAGE);
        host.meters()
                .gauge(
                        "opa_discarded_instances",
                        "Copies of the policy that were thrown away after a failure.",
                        () -> serving.engine().replacements());
    }

    /** Loads the policy and waits until it can decide. */
    static LivePolicy open(PolicyLibrary library, OpaParameters parameters, Host host, Builtins builtins)
            throws InvalidPolicyException, IOException, InterruptedException {
        var path = parameters.path();
        var seen = path.isPresent() ? PolicyReader.fingerprint(path.get()) : "";
        return new LivePolicy(library, parameters, host, builtins, settings(parameters, host, builtins), seen);
    }

    static InstanceLimits limits(OpaParameters parameters) {
        return new InstanceLimits((int) Math.min(32_767, parameters.memory().bytes() / InstanceLimits.PAGE), (int)
                parameters.maxInput().bytes());
    }

    private static EngineSettings settings(OpaParameters parameters, Host host, Builtins builtins) {
        int instances = parameters.instances() == 0
                ? 2 * Runtime.getRuntime().availableProcessors()
                : (int) parameters.instances();
        return new EngineSettings(
                builtins,
                BuiltinLimits.STANDARD,
                limits(parameters),
                instances,
                parameters.evaluationLimit(),
                host.clock(),
                new SecureRandom());
    }

    BackendState state() {
        return state;
    }

    /** What decides now. */
    Serving serving() {
        return serving;
    }

    /** Tells an input. */
    @FunctionalInterface
    interface Input {
        void tell(InputWriter out) throws MalformedValueException;
    }

    /**
     * Evaluates; once more where the policy was replaced in between.
     *
     * @throws MalformedValueException if the input cannot be told
     */
    PolicyResult evaluate(Serving used, Input input) throws PolicyFailedException, MalformedValueException {
        try {
            return used.evaluate(input);
        } catch (PolicyFailedException e) {
            var current = serving;
            if (e.kind() == PolicyFailedException.Kind.CLOSED && !current.equals(used)) {
                return current.evaluate(input);
            }
            throw e;
        }
    }

    /** Looks whether the policy has changed, and takes it into force if it can be used. For one thread at a time. */
    void look() {
        var path = parameters.path();
        if (path.isEmpty()) {
            return;
        }
        try {
            var now = PolicyReader.fingerprint(path.get());
            if (now.equals(seen)) {
                return;
            }
            seen = now;
            var old = serving;
            serving = load();
            state = BackendState.READY;
            old.engine().close();
            host.logger().log(INFO, "the policy of {0} has changed and is in force", path.get());
        } catch (InvalidPolicyException | IOException e) {
            rejections.add(1);
            state = BackendState.degraded("the changed policy is not in force: " + e.getMessage());
            host.logger().log(WARNING, state.detail());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Serving load() throws InvalidPolicyException, IOException, InterruptedException {
        var ready = library.prepare(PolicyLibrary.read(parameters), parameters, builtins, settings.limits());
        var data = new Utf8Buffer(1024);
        Json.write(ready.files().data(), data);
        var engine = new PolicyEngine(ready.code(), data.toByteArray(), settings, watchdog);
        var paths = ready.inputPaths(parameters.decidingRule());
        try {
            engine.warmUp(ready.entrypoint(), List.of(usualInput(paths)), WARM_UP_ROUNDS);
        } catch (PolicyFailedException e) {
            engine.close();
            throw new InvalidPolicyException(ready.files().name() + ": " + e.getMessage());
        }
        loads.add(1);
        boolean steady = ready.code().policy().builtins().keySet().stream().noneMatch(UNSTEADY::contains);
        return new Serving(engine, ready.entrypoint(), paths, ready.files().revision(), steady);
    }

    private static byte[] usualInput(InputPaths paths) {
        var out = new InputWriter(paths);
        out.begin();
        try {
            new EnvoyInput().write(Samples.REQUEST, out);
        } catch (MalformedValueException e) {
            throw new IllegalStateException("the sample has no body", e);
        }
        return Arrays.copyOf(out.bytes(), out.length());
    }

    @Override
    public void close() {
        serving.engine().close();
        watchdog.close();
    }
}
