package dev.mixer.adapters.opa.wasm;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import dev.mixer.adapters.opa.builtin.Builtins;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A policy as OPA's compiler makes it ({@code policy.wasm}), read and checked. Immutable and safe for all threads. Source: the page
 * "WebAssembly" of OPA's documentation.
 */
public final class PolicyModule {
    private final WasmModule module;
    private final ModuleFormat format;
    private final SortedMap<String, Integer> entrypoints;
    private final SortedMap<String, Integer> builtins;

    private PolicyModule(
            WasmModule module, ModuleFormat format, Map<String, Integer> entrypoints, Map<String, Integer> builtins) {
        this.module = module;
        this.format = format;
        this.entrypoints = new TreeMap<>(entrypoints);
        this.builtins = new TreeMap<>(builtins);
    }

    /**
     * Reads a module. Takes milliseconds; the module's own start code runs here, under {@code limits}, and ends early if the
     * thread is interrupted.
     *
     * @throws InvalidModuleException if the bytes are no WebAssembly, no policy of OPA, or of an ABI that is not known here
     */
    public static PolicyModule parse(byte[] wasm, InstanceLimits limits) throws InvalidModuleException {
        WasmModule module;
        try {
            module = Parser.parse(wasm);
        } catch (ChicoryException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | NegativeArraySizeException e) {
            throw new InvalidModuleException("the file is no WebAssembly, or only a part of it: " + e.getMessage(), e);
        }
        var format = ModuleFormat.of(module);
        var bare = new PolicyModule(module, format, Map.of(), Map.of());
        try {
            var instance = bare.interpret().newInstance(Builtins.NONE, limits);
            return new PolicyModule(module, format, instance.readNames("entrypoints"), instance.readNames("builtins"));
        } catch (PolicyFailedException e) {
            throw new InvalidModuleException("the policy in the file does not start: " + e.getMessage(), e);
        }
    }

    /** The entry points by name, for example {@code envoy/authz/allow}, each with the number that evaluation takes. */
    public SortedMap<String, Integer> entrypoints() {
        return new TreeMap<>(entrypoints);
    }

    /** The number of an entry point, or nothing if the policy has none of this name. */
    public OptionalInt entrypoint(String name) {
        var number = entrypoints.get(name);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** The builtins that the policy leaves to its host, each with the number that the policy calls it by. */
    public SortedMap<String, Integer> builtins() {
        return new TreeMap<>(builtins);
    }

    /** The builtins of this policy that {@code offered} lacks; a policy that needs them must not be used. */
    public SortedSet<String> missing(Builtins offered) {
        var missing = new TreeSet<>(builtins.keySet());
        missing.removeAll(offered.names());
        return missing;
    }

    /** The version of the ABI, for example 1.3. */
    public String abiVersion() {
        return format.version();
    }

    /** Compiles to Java's byte code, which takes a second or two and is worth it from the third decision on. */
    public PolicyCode compile() {
        var machines = MachineFactoryCompiler.builder(module)
                .withInterpreterFallback(InterpreterFallback.SILENT)
                .compile();
        return new PolicyCode(this, machines);
    }

    /** For tests and single decisions: costs nothing now and 150 times the time in each decision. */
    public PolicyCode interpret() {
        return new PolicyCode(this, InterpreterMachine::new);
    }

    WasmModule module() {
        return module;
    }

    ModuleFormat format() {
        return format;
    }

    /** Package-private, without the copy. */
    SortedMap<String, Integer> builtinNumbers() {
        return builtins;
    }
}
