package dev.mixer.adapters.opa.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.MemoryImport;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of OPA's ABI a module declares.
 *
 * @param minor the minor version; the major one is 1
 * @param initialPages the memory that the module wants to begin with
 * @param functions the numbers of the exported functions by name
 */
record ModuleFormat(int minor, int initialPages, Map<String, Integer> functions) {
    private static final int MAJOR = 1;

    /** {@code opa_eval} came with 1.2. */
    private static final int LEAST_MINOR = 2;

    private static final String MAJOR_GLOBAL = "opa_wasm_abi_version";
    private static final String MINOR_GLOBAL = "opa_wasm_abi_minor_version";

    /** How many numbers each function takes that this room calls; each answers one but for the last. */
    private static final Map<String, Integer> CALLED = Map.ofEntries(
            Map.entry("opa_malloc", 1),
            Map.entry("opa_json_parse", 2),
            Map.entry("opa_json_dump", 1),
            Map.entry("opa_value_parse", 2),
            Map.entry("opa_value_dump", 1),
            Map.entry("opa_heap_ptr_get", 0),
            Map.entry("opa_eval", 7),
            Map.entry("entrypoints", 0),
            Map.entry("builtins", 0),
            Map.entry("opa_value_add_path", 3),
            Map.entry("opa_value_remove_path", 2),
            Map.entry("opa_heap_ptr_set", 1));

    private static final String WITHOUT_ANSWER = "opa_heap_ptr_set";

    private static final Set<String> OFFERED = Set.of(
            "memory",
            "opa_abort",
            "opa_println",
            "opa_builtin0",
            "opa_builtin1",
            "opa_builtin2",
            "opa_builtin3",
            "opa_builtin4");

    static ModuleFormat of(WasmModule module) throws InvalidModuleException {
        var section = module.exportSection();
        var exports = new HashMap<String, Export>();
        for (int i = 0; i < section.exportCount(); i++) {
            exports.put(section.getExport(i).name(), section.getExport(i));
        }
        var major = exports.get(MAJOR_GLOBAL);
        if (major == null) {
            throw new InvalidModuleException("the file is WebAssembly, but no policy: it does not export "
                    + MAJOR_GLOBAL + " as OPA's compiler has it");
        }
        int majorVersion = constant(module, major);
        var minor = exports.get(MINOR_GLOBAL);
        int minorVersion = minor == null ? 0 : constant(module, minor);
        if (majorVersion != MAJOR || minorVersion < LEAST_MINOR) {
            throw new InvalidModuleException(
                    "the policy has ABI version " + majorVersion + "." + minorVersion + "; known are " + MAJOR + "."
                            + LEAST_MINOR + " and later ones of " + MAJOR + ": compile it with OPA 0.30 or later");
        }
        var functions = new HashMap<String, Integer>();
        for (var name : CALLED.keySet()) {
            functions.put(name, function(module, exports.get(name), name));
        }
        return new ModuleFormat(minorVersion, initialPages(module), Map.copyOf(functions));
    }

    private static int constant(WasmModule module, Export export) throws InvalidModuleException {
        int imported = module.importSection().count(ExternalType.GLOBAL);
        int index = export.index() - imported;
        if (export.exportType() == ExternalType.GLOBAL
                && index >= 0
                && index < module.globalSection().globalCount()) {
            var code = module.globalSection().getGlobal(index).initInstructions();
            if (!code.isEmpty() && code.getFirst().opcode() == OpCode.I32_CONST) {
                return (int) code.getFirst().operand(0);
            }
        }
        throw new InvalidModuleException("the policy's " + export.name() + " is no constant number");
    }

    private static int function(WasmModule module, @Nullable Export export, String name) throws InvalidModuleException {
        if (export == null || export.exportType() != ExternalType.FUNCTION) {
            throw new InvalidModuleException("the policy does not export the function " + name + " of OPA's ABI");
        }
        int index = export.index() - module.importSection().count(ExternalType.FUNCTION);
        if (index < 0
                || !module.functionSection()
                        .getFunctionType(index, module.typeSection())
                        .equals(type(name))) {
            throw new InvalidModuleException(
                    "the policy's function " + name + " takes or answers other values than OPA's");
        }
        return export.index();
    }

    private static FunctionType type(String name) {
        var arguments = Stream.generate(() -> ValType.I32)
                .limit(CALLED.getOrDefault(name, 0))
                .toList();
        return FunctionType.of(arguments, name.equals(WITHOUT_ANSWER) ? List.of() : List.of(ValType.I32));
    }

    private static int initialPages(WasmModule module) throws InvalidModuleException {
        var unknown = module.importSection().stream()
                .filter(wanted -> !wanted.module().equals("env")
                        || !OFFERED.contains(wanted.name())
                        || !(wanted instanceof MemoryImport || wanted instanceof FunctionImport))
                .map(wanted -> wanted.module() + "." + wanted.name())
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new InvalidModuleException("the policy imports what OPA's ABI does not have: " + unknown);
        }
        for (Import wanted : module.importSection().stream().toList()) {
            if (wanted instanceof MemoryImport memory) {
                return memory.limits().initialPages();
            }
        }
        throw new InvalidModuleException("the policy does not import its memory");
    }

    int function(String name) {
        var index = functions.get(name);
        if (index == null) {
            throw new IllegalArgumentException(name);
        }
        return index;
    }

    String version() {
        return MAJOR + "." + minor;
    }
}
