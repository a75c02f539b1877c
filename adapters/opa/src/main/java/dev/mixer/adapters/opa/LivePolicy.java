package dev.mixer.adapters.opa;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.mixer.adapters.opa.builtin.BuiltinLimits;
import dev.mixer.adapters.opa.builtin.Builtins;
import dev.mixer.adapters.opa.input.EnvoyInput;
import dev.mixer.adapters.opa.projection.InputPaths;
import dev.mixer.adapters.opa.projection.InputWriter;
import dev.mixer.adapters.opa.source.InvalidPolicyException;
import dev.mixer.adapters.opa.source.PolicyFiles;
import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.Utf8Buffer;
import dev.mixer.adapters.opa.wasm.EngineSettings;
import dev.mixer.adapters.opa.wasm.InstanceLimits;
import dev.mixer.adapters.opa.wasm.PolicyEngine;
import dev.mixer.adapters.opa.wasm.PolicyFailedException;
import dev.mixer.adapters.opa.wasm.PolicyResult;
import dev.mixer.adapters.opa.wasm.Watchdog;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.BackendState;
import dev.mixer.spi.Host;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The policy of one handler, live: what changes where it comes from is compiled and warmed up aside, and takes over when it is ready. What
 * cannot be used leaves the policy in force that was there.
 */
final class LivePolicy implements AutoCloseable {
    static final Duration PERIOD = Duration.ofSeconds(1);

    /** Pauses after a failure that is not the policy's own, such as a run of {@code opa} that was killed; each is twice the last. */
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);

    private static final Duration LAST_RETRY = Duration.ofMinutes(2);

    /** Enough that the JVM has compiled what decisions run through. */
    private static final int WARM_UP_ROUNDS = 300;

    /** What a policy may read beside its input and its data; answers that rest on it hold for one call. */
    private static final Set<String> UNSTEADY =
            Set.of("time.now_ns", "rand.intn", "uuid.rfc4122", "http.send", "net.lookup_ip_addr", "opa.runtime");

    private final PolicyLibrary library;
    private final PolicySource source;
    private final OpaParameters parameters;
    private final Host host;
    private final Builtins builtins;
    private final EngineSettings settings;
    private final Watchdog watchdog = new Watchdog();
    private final Host.Counter loads;
    private final Host.Counter rejections;

    private volatile @Nullable Serving serving;
    private volatile String rejection = "";

    /** Held while a policy is made ready, which takes seconds; calls never wait for it. */
    private final ReentrantLock looking = new ReentrantLock();

    // Guarded by looking.
    private @Nullable Object seen;
    private Instant retryAt = Instant.MAX;
    private Duration retryPause = FIRST_RETRY;

    /** Guards {@link #closed}, and that nothing is taken into force after it. */
    private final Object swapping = new Object();

    private boolean closed;

    private LivePolicy(
            PolicyLibrary library,
            PolicySource source,
            OpaParameters parameters,
            Host host,
            Builtins builtins,
            EngineSettings settings) {
        this.library = library;
        this.source = source;
        this.parameters = parameters;
        this.host = host;
        this.builtins = builtins;
        this.settings = settings;
        this.loads = host.meters().counter("opa_policy_loads", "Policies that were looked at.", "result", "activated");
        this.rejections =
                host.meters().counter("opa_policy_loads", "Policies that were looked at.", "result", "rejected");
        host.meters().gauge("opa_memory_bytes", "Memory of all copies of the policy with its data.", this::memoryBytes);
        host.meters()
                .gauge(
                        "opa_discarded_instances",
                        "Copies of the policy that were thrown away after a failure.",
                        () -> ofEngine(PolicyEngine::replacements));
    }

    /** The memory of all copies that are not in use just now, in bytes. */
    long memoryBytes() {
        return (long) ofEngine(engine -> (double) engine.memoryPages() * InstanceLimits.PAGE);
    }

    private double ofEngine(ToDoubleFunction<PolicyEngine> value) {
        var now = serving;
        return now == null ? 0 : value.applyAsDouble(now.engine());
    }

    /**
     * Loads the policy and waits until it can decide, where it is here; begins to look for it where it is elsewhere.
     *
     * @throws InvalidPolicyException if it is here and cannot be used
     */
    static LivePolicy open(PolicyLibrary library, OpaParameters parameters, Host host, Builtins builtins)
            throws InvalidPolicyException, IOException, InterruptedException {
        var policy = new LivePolicy(
                library,
                library.source(parameters, host),
                parameters,
                host,
                builtins,
                settings(parameters, host, builtins));
        try {
            policy.first();
            policy.source.start(policy::look);
            return policy;
        } catch (InvalidPolicyException | IOException | InterruptedException | RuntimeException e) {
            policy.close();
            throw e;
        }
    }

    private void first() throws InvalidPolicyException, IOException, InterruptedException {
        try {
            renew();
        } catch (InvalidPolicyException e) {
            if (parameters.bundles().stream().allMatch(bundle -> bundle.url().isEmpty())) {
                throw e;
            }
            reject(e); // what was kept from an earlier run may be no use; the servers have others
        }
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

    /** How many copies there may be. */
    int instances() {
        return settings.instances();
    }

    BackendState state() {
        var trouble = source.trouble();
        var reason = rejection.isEmpty() ? trouble : rejection + (trouble.isEmpty() ? "" : "; " + trouble);
        if (serving == null) {
            return BackendState.starting("no policy is in force: " + reason);
        }
        if (!rejection.isEmpty()) {
            return BackendState.degraded("the changed policy is not in force: " + reason);
        }
        return trouble.isEmpty() ? BackendState.READY : BackendState.degraded(trouble);
    }

    /** Whether what decides may change. */
    boolean isLive() {
        return source.isLive();
    }

    /**
     * What decides now.
     *
     * @throws AdapterException if nothing does yet
     */
    Serving serving() throws AdapterException {
        var now = serving;
        if (now == null) {
            throw AdapterException.transientFailure(state().detail(), null);
        }
        return now;
    }

    /** Tells an input. */
    @FunctionalInterface
    interface Input {
        void tell(InputWriter out) throws MalformedValueException;
    }

    /**
     * A result.
     *
     * @param serving what it is of
     */
    record Answer(Serving serving, PolicyResult result) {}

    /**
     * Evaluates; again where the policy was replaced in between.
     *
     * @throws AdapterException if no policy is in force yet
     * @throws MalformedValueException if the input cannot be told
     */
    Answer evaluate(Input input) throws AdapterException, PolicyFailedException, MalformedValueException {
        var used = serving();
        while (true) {
            try {
                return new Answer(used, used.evaluate(input));
            } catch (PolicyFailedException e) {
                var current = serving();
                if (e.kind() != PolicyFailedException.Kind.CLOSED || current.equals(used)) {
                    throw e;
                }
                used = current;
            }
        }
    }

    /** Looks whether the policy has changed, and takes it into force if it can be used. */
    void look() {
        looking.lock();
        try {
            if (renew()) {
                host.logger().log(INFO, "the policy has changed and is in force");
            }
        } catch (InvalidPolicyException e) {
            reject(e);
        } catch (IOException | RuntimeException e) {
            retryAt = host.clock().instant().plus(retryPause);
            retryPause = retryPause.compareTo(LAST_RETRY.dividedBy(2)) < 0 ? retryPause.multipliedBy(2) : LAST_RETRY;
            reject(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            looking.unlock();
            if (isClosed()) {
                watchdog.close(); // it had to guard the warm-up to its end
            }
        }
    }

    private boolean isClosed() {
        synchronized (swapping) {
            return closed;
        }
    }

    private void reject(Exception fault) {
        rejections.add(1);
        var reason = fault instanceof RuntimeException ? fault.toString() : String.valueOf(fault.getMessage());
        if (!reason.equals(rejection)) {
            rejection = reason;
            host.logger().log(WARNING, "the changed policy is not in force: {0}", reason);
        }
    }

    /** Whether another policy is in force after it. */
    private boolean renew() throws InvalidPolicyException, IOException, InterruptedException {
        var now = source.version();
        if (now.equals(seen) && host.clock().instant().isBefore(retryAt)) {
            return false;
        }
        if (!now.equals(seen)) {
            retryPause = FIRST_RETRY;
        }
        seen = now;
        retryAt = Instant.MAX;
        var files = source.read();
        if (files.isEmpty()) {
            return false;
        }
        var next = load(files.get());
        Serving old;
        synchronized (swapping) {
            old = closed ? next : serving;
            if (!closed) {
                serving = next;
            }
        }
        if (old != null) {
            old.engine().close();
        }
        rejection = "";
        retryPause = FIRST_RETRY;
        source.activated();
        return true;
    }

    private Serving load(PolicyFiles files) throws InvalidPolicyException, IOException, InterruptedException {
        var ready = library.prepare(files, parameters, builtins, settings.limits());
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
        return new Serving(
                engine,
                ready.entrypoint(),
                paths,
                parameters.decidingRule(),
                ready.files().revision(),
                steady);
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
        source.close();
        Serving last;
        synchronized (swapping) {
            closed = true;
            last = serving;
        }
        if (last != null) {
            last.engine().close();
        }
        if (looking.tryLock()) {
            try {
                watchdog.close();
            } finally {
                looking.unlock();
            }
        }
    }
}
