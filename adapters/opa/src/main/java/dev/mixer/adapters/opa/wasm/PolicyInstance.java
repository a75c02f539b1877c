package dev.mixer.adapters.opa.wasm;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.ChicoryException;
import dev.mixer.adapters.opa.builtin.Builtins;
import dev.mixer.adapters.opa.builtin.DecisionContext;
import dev.mixer.adapters.opa.builtin.DecisionEndedException;
import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.adapters.opa.value.Utf8Buffer;
import dev.mixer.adapters.opa.value.ValueText;
import dev.mixer.adapters.opa.wasm.PolicyFailedException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * One running policy with its own memory and its own copy of the data. Not safe for several threads, but any thread may use it after
 * another. A {@link PolicyFailedException} may leave it broken, see {@link #isBroken}.
 *
 * <p>Its memory from the bottom: the module's own, the data, the buffer for inputs, and from the mark on what an evaluation makes,
 * which the next one overwrites.
 */
public final class PolicyInstance {
    private static final int FIRST_BUFFER = 4_096;

    /** Format 0 of {@code opa_eval}. */
    private static final long AS_JSON = 0;

    /** Format 1 of {@code opa_eval}. */
    private static final long AS_VALUE_TEXT = 1;

    private final ModuleFormat format;
    private final GuestMemory memory;
    private final DecisionContext context;
    private final InstanceLimits limits;
    private final Machine machine;
    private final ModuleVariables variables;
    private final int evaluate;

    /** Reused, so that a decision makes no garbage here: the arguments of {@code opa_eval}. */
    private final long[] arguments = new long[7];

    private int data;

    /** Where data ends and the buffer begins. */
    private int bottom;

    private int buffer;
    private int capacity;

    /** Where the buffer ends. */
    private int mark;

    private boolean broken;

    private PolicyInstance(
            PolicyModule policy,
            Function<Instance, Machine> machines,
            Builtins builtins,
            InstanceLimits limits,
            DecisionContext context) {
        this.format = policy.format();
        this.limits = limits;
        this.context = context;
        this.memory = new GuestMemory(format.initialPages(), limits.memoryPages());
        var host = new HostFunctions(this, HostFunctions.byNumber(policy.builtinNumbers(), builtins), context);
        var imports = ImportValues.builder()
                .addMemory(new ImportMemory("env", "memory", memory.memory()))
                .addFunction(host.all())
                .build();
        var instance = Instance.builder(policy.module())
                .withImportValues(imports)
                .withMachineFactory(machines)
                .build();
        this.machine = instance.getMachine();
        this.variables = new ModuleVariables(instance, memory);
        this.evaluate = format.function("opa_eval");
    }

    static PolicyInstance start(
            PolicyModule policy,
            Function<Instance, Machine> machines,
            Builtins builtins,
            InstanceLimits limits,
            DecisionContext context)
            throws PolicyFailedException {
        if (policy.format().initialPages() > limits.memoryPages()) {
            throw new PolicyFailedException(
                    Kind.OUT_OF_MEMORY,
                    "the policy begins with " + policy.format().initialPages() + " pages of memory, more than the "
                            + limits.memoryPages() + " that it may have");
        }
        try {
            var instance = new PolicyInstance(policy, machines, builtins, limits, context);
            instance.bottom = instance.heap();
            instance.variables.below(instance.bottom);
            instance.makeBuffer(FIRST_BUFFER);
            instance.writeData("{}".getBytes(StandardCharsets.US_ASCII));
            return instance;
        } catch (RuntimeException | Error e) {
            throw failure(e, limits);
        }
    }

    /**
     * Replaces all data, what rules read as {@code data}.
     *
     * @param json a JSON object in UTF-8, already checked: the policy itself is lenient and would misread what is none
     */
    public void setData(byte[] json) throws PolicyFailedException {
        guarded(() -> writeData(json));
    }

    /** The first {@code data} is small garbage below later ones; a change of all data is better served by a new instance. */
    private void writeData(byte[] json) {
        heap(bottom);
        int text = allocate(json.length);
        memory.write(text, json, 0, json.length);
        int parsed = call("opa_json_parse", text, json.length);
        if (parsed == 0) {
            throw new GuestAbortException("the data is no JSON");
        }
        data = parsed;
        bottom = heap();
        makeBuffer(capacity);
    }

    /**
     * Sets one place in the data, making objects on the way. Each change leaves the old value as garbage in the memory of the
     * instance.
     *
     * @param path at least one key
     * @throws IllegalArgumentException if the path is empty or leads through what is no object; nothing has changed then
     */
    public void putData(List<String> path, RegoValue value) throws PolicyFailedException {
        patch(path, () -> call("opa_value_add_path", data, writeValue(keys(path)), writeValue(value)));
    }

    /**
     * Removes one place from the data; does nothing where there is none.
     *
     * @param path at least one key
     * @throws IllegalArgumentException if the path is empty
     */
    public void removeData(List<String> path) throws PolicyFailedException {
        patch(path, () -> call("opa_value_remove_path", data, writeValue(keys(path))));
    }

    private void patch(List<String> path, IntSupplier change) throws PolicyFailedException {
        var status = new int[1];
        guarded(() -> {
            heap(bottom);
            status[0] = change.getAsInt();
            bottom = heap();
            makeBuffer(capacity);
        });
        if (status[0] != 0) {
            throw new IllegalArgumentException("no such place in the data: " + String.join("/", path));
        }
    }

    private static RegoArray keys(List<String> path) {
        return new RegoArray(path.stream().<RegoValue>map(RegoString::new).toList());
    }

    private int writeValue(RegoValue value) {
        var text = new Utf8Buffer(64);
        ValueText.write(value, text);
        return parse(text.array(), text.size());
    }

    /**
     * Decides.
     *
     * @param entrypoint a number of {@link PolicyModule#entrypoints}
     * @param input valid JSON or value text in UTF-8; of length 0 for no input
     * @param length how many bytes of {@code input} count
     */
    public PolicyResult evaluate(int entrypoint, byte[] input, int length) throws PolicyFailedException {
        return new PolicyResult(run(entrypoint, input, length, AS_JSON), context);
    }

    /** Decides as {@link #evaluate} does, with a result that keeps sets and keys of all types, for tests and explanations. */
    public PolicyResult evaluateExactly(int entrypoint, byte[] input, int length) throws PolicyFailedException {
        return new PolicyResult(run(entrypoint, input, length, AS_VALUE_TEXT), context);
    }

    private byte[] run(int entrypoint, byte[] input, int length, long resultFormat) throws PolicyFailedException {
        if (broken) {
            throw new IllegalStateException("the instance is broken");
        }
        if (length > limits.inputBytes()) {
            throw new PolicyFailedException(
                    Kind.INPUT_TOO_LONG, "the input has " + length + " bytes, more than " + limits.inputBytes());
        }
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
        context.begin();
        try {
            if (length > capacity) {
                makeBuffer(Math.max(length, (int) Math.min(capacity * 2L, limits.inputBytes())));
            }
            memory.write(buffer, input, 0, length);
            arguments[0] = 0;
            arguments[1] = entrypoint;
            arguments[2] = data;
            arguments[3] = buffer;
            arguments[4] = length;
            arguments[5] = mark;
            arguments[6] = resultFormat;
            return memory.readText((int) machine.call(evaluate, arguments)[0]);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            var failure = failure(e, limits);
            if (failure.kind() == Kind.ABORTED || e instanceof DecisionEndedException) {
                variables.restore();
            } else {
                broken = true;
            }
            throw failure;
        }
    }

    /**
     * Whether a failure has left the memory in an unknown state, so that this can decide nothing any more. A policy that gives up, or
     * that a builtin ends, does so at a known place, and this goes on after it: such inputs must not cost a new instance each.
     */
    public boolean isBroken() {
        return broken;
    }

    /** How much memory it has taken so far, in pages of {@link InstanceLimits#PAGE} bytes; it never shrinks. */
    public int memoryPages() {
        return memory.pages();
    }

    private void guarded(Runnable work) throws PolicyFailedException {
        if (broken) {
            throw new IllegalStateException("the instance is broken");
        }
        try {
            work.run();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            broken = true;
            throw failure(e, limits);
        }
    }

    /** Tells what a failure was; anything unforeseen counts as the policy's fault too, since nothing else runs here. */
    private static PolicyFailedException failure(Throwable e, InstanceLimits limits) {
        return switch (e) {
            case GuestAbortException abort when "opa_malloc: failed".equals(abort.getMessage()) -> outOfMemory(limits);
            case GuestAbortException abort ->
                new PolicyFailedException(Kind.ABORTED, "the policy gave up: " + abort.getMessage());
            case DecisionEndedException end when Thread.currentThread().isInterrupted() -> interrupted();
            case DecisionEndedException end ->
                new PolicyFailedException(Kind.ENDED_BY_BUILTIN, "the policy " + end.getMessage());
            case ChicoryInterruptedException _ -> interrupted();
            case OutOfMemoryError _ -> outOfMemory(limits);
            case StackOverflowError _ -> stackOverflow();
            case ChicoryException fault when fault.getCause() instanceof StackOverflowError -> stackOverflow();
            default -> new PolicyFailedException(Kind.TRAPPED, "the policy failed: " + e.getMessage(), e);
        };
    }

    private static PolicyFailedException outOfMemory(InstanceLimits limits) {
        return new PolicyFailedException(
                Kind.OUT_OF_MEMORY, "the policy wants more than " + limits.memoryPages() + " pages of memory");
    }

    private static PolicyFailedException stackOverflow() {
        return new PolicyFailedException(Kind.STACK_OVERFLOW, "the policy is nested too deeply");
    }

    private static PolicyFailedException interrupted() {
        return new PolicyFailedException(Kind.INTERRUPTED, "the policy was interrupted");
    }

    /** The names that {@code function} answers, with their numbers. */
    SortedMap<String, Integer> readNames(String function) throws InvalidModuleException, PolicyFailedException {
        var text = new byte[1][];
        guarded(() -> text[0] = memory.readText(call("opa_json_dump", call(function))));
        var names = new TreeMap<String, Integer>();
        try {
            if (Json.parse(text[0]) instanceof RegoObject object) {
                for (var key : object.keys()) {
                    if (key instanceof RegoString(var name)
                            && object.get(key) instanceof RegoNumber number
                            && number.asLong().orElse(-1) >= 0
                            && number.asLong().orElse(-1) < 1 << 16) {
                        names.put(name, (int) number.asLong().getAsLong());
                    }
                }
                return names;
            }
        } catch (MalformedValueException e) {
            throw new InvalidModuleException("the policy's list of " + function + " is " + e.getMessage(), e);
        }
        throw new InvalidModuleException("the policy's list of " + function + " is no object");
    }

    GuestMemory memory() {
        return memory;
    }

    /** The value text of the value at an address. */
    byte[] dump(int value) {
        return memory.readText(call("opa_value_dump", value));
    }

    /** The address of the value of a text, for the policy to own. */
    int parse(byte[] text, int length) {
        int copy = allocate(length);
        memory.write(copy, text, 0, length);
        int value = call("opa_value_parse", copy, length);
        if (value == 0) {
            throw new GuestAbortException("the host wrote a value that it cannot read");
        }
        return value;
    }

    private void makeBuffer(int bytes) {
        heap(bottom);
        buffer = allocate(bytes);
        capacity = bytes;
        mark = heap();
        variables.save();
    }

    private int allocate(int bytes) {
        return call("opa_malloc", bytes);
    }

    private int heap() {
        return call("opa_heap_ptr_get");
    }

    private void heap(int pointer) {
        machine.call(format.function("opa_heap_ptr_set"), new long[] {pointer});
    }

    private int call(String function, long... values) {
        return (int) machine.call(format.function(function), values)[0];
    }
}
