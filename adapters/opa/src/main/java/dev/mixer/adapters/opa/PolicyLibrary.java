package dev.mixer.adapters.opa;

import dev.mixer.adapters.opa.builtin.Builtins;
import dev.mixer.adapters.opa.network.NetworkBuiltins;
import dev.mixer.adapters.opa.projection.InputPaths;
import dev.mixer.adapters.opa.projection.PlanReader;
import dev.mixer.adapters.opa.source.InvalidPolicyException;
import dev.mixer.adapters.opa.source.OpaCommand;
import dev.mixer.adapters.opa.source.PolicyFiles;
import dev.mixer.adapters.opa.source.PolicyReader;
import dev.mixer.adapters.opa.source.RegoCompiler;
import dev.mixer.adapters.opa.source.Sha256;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.wasm.InstanceLimits;
import dev.mixer.adapters.opa.wasm.InvalidModuleException;
import dev.mixer.adapters.opa.wasm.PolicyCode;
import dev.mixer.adapters.opa.wasm.PolicyModule;
import dev.mixer.spi.Host;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * From parameters to code that can run. What was compiled is kept by content and shared, so that a reload without a change of the policy
 * costs nothing. Safe for all threads.
 */
final class PolicyLibrary {
    private static final int MOST_RECENT = 4;

    private final RegoCompiler compiler = new RegoCompiler();

    /** Code that nobody uses any more may go, with the classes that it was compiled to. */
    private final Map<ByteBuffer, WeakReference<PolicyCode>> kept = new ConcurrentHashMap<>();

    /** What was used last, so that it is still there when the handler opens whose parameters were just validated. */
    private final Deque<PolicyCode> recent = new ConcurrentLinkedDeque<>();

    /**
     * A policy that can run.
     *
     * @param entrypoint the number of the rule that decides
     */
    record Ready(PolicyFiles files, PolicyFiles.Compiled compiled, PolicyCode code, int entrypoint) {
        /** What the policy reads of its input; all of it where that is not known. */
        InputPaths inputPaths(String rule) {
            var plan = compiled.plan();
            if (plan == null) {
                return InputPaths.all();
            }
            try {
                return PlanReader.of(plan).read(List.of(rule));
            } catch (MalformedValueException | IllegalArgumentException e) {
                return InputPaths.all();
            }
        }
    }

    /** Where the parameters say that the policy is. Opens no connection. */
    PolicySource source(OpaParameters parameters, Host host) throws IOException {
        if (parameters.path().isPresent()) {
            return new FolderSource(
                    parameters.path().get(), parameters.maxPolicy().bytes());
        }
        return parameters.bundles().isEmpty() ? new TextSource(parameters.policy()) : BundleSource.of(parameters, host);
    }

    /** What the parameters name, as far as it can be told without a connection; empty: it is elsewhere. */
    static Optional<PolicyFiles> review(OpaParameters parameters) throws InvalidPolicyException, IOException {
        if (parameters.path().isPresent()) {
            return Optional.of(PolicyReader.ofPath(
                    parameters.path().get(), parameters.maxPolicy().bytes()));
        }
        return parameters.bundles().isEmpty()
                ? Optional.of(PolicyReader.ofTexts(parameters.policy()))
                : BundleSource.review(parameters);
    }

    /**
     * Makes a policy ready: compiles it where it is not, and checks that the host can run it.
     *
     * @param builtins what the host offers
     */
    Ready prepare(PolicyFiles files, OpaParameters parameters, Builtins builtins, InstanceLimits limits)
            throws InvalidPolicyException, IOException, InterruptedException {
        var compiled = compiled(files, parameters);
        var code = code(compiled.wasm(), files.name(), limits);
        var missing = code.policy().missing(builtins);
        if (!missing.isEmpty()) {
            throw new InvalidPolicyException(files.name() + ": " + missing(missing));
        }
        var rule = parameters.decidingRule();
        var entrypoint = code.policy().entrypoints().get(rule);
        if (entrypoint == null) {
            throw new InvalidPolicyException(files.name() + ": has no entrypoint " + rule + "; it has "
                    + String.join(", ", code.policy().entrypoints().keySet()));
        }
        var ready = new Ready(files, compiled, code, entrypoint);
        TableUse.require(ready, parameters.tables().keySet());
        DataReview.requireApart(ready);
        return ready;
    }

    private static String missing(Collection<String> builtins) {
        var asking = builtins.stream().filter(NetworkBuiltins.NAMES::contains).toList();
        return asking.isEmpty()
                ? "calls builtins that this host does not have: " + String.join(", ", builtins)
                : "calls " + String.join(", ", asking)
                        + ", which asks other hosts: name those that it may ask in http_send.hosts";
    }

    private PolicyFiles.Compiled compiled(PolicyFiles files, OpaParameters parameters)
            throws InvalidPolicyException, IOException, InterruptedException {
        var found = files.compiled();
        if (found != null && files.isCompiled(parameters.decidingRule())) {
            return found;
        }
        var opa = OpaCommand.find(parameters.opa());
        if (opa.isPresent()) {
            return compiler.compile(files, List.of(parameters.decidingRule()), opa.get());
        }
        throw new InvalidPolicyException(files.name() + ": needs the command opa, which compiles Rego and was not found"
                + (found == null
                        ? ""
                        : "; policy.wasm is there, but not known to be of these sources (policy.wasm.sources)")
                + ": install it from https://www.openpolicyagent.org and put it on the PATH, name it as parameter opa or in"
                + " MIXER_OPA, or compile the policy where it is installed");
    }

    private PolicyCode code(byte[] wasm, String name, InstanceLimits limits) throws InvalidPolicyException {
        var digest = ByteBuffer.wrap(Sha256.of(wasm));
        var reference = kept.get(digest);
        var known = reference == null ? null : reference.get();
        if (known == null) {
            try {
                known = PolicyModule.parse(wasm, limits).compile();
            } catch (InvalidModuleException e) {
                throw new InvalidPolicyException(name + ": " + e.getMessage());
            }
            kept.values().removeIf(entry -> entry.refersTo(null));
            kept.put(digest, new WeakReference<>(known));
        }
        recent.remove(known);
        recent.addFirst(known);
        while (recent.size() > MOST_RECENT) {
            recent.pollLast();
        }
        return known;
    }
}
