package dev.mixer.adapters.opa.wasm;

import com.dylibso.chicory.runtime.Instance;

/**
 * The variables of a module outside of its heap: its globals, among them the pointer to its own stack, and the memory below the heap.
 * A policy that gives up leaves them as they were in the middle of the evaluation; the heap needs no such care, since each
 * evaluation begins it anew above the data, which evaluations do not change.
 */
final class ModuleVariables {
    private final Instance instance;
    private final GuestMemory memory;
    private final long[] globals;
    private int heapBase;
    private byte[] saved = new byte[0];

    ModuleVariables(Instance instance, GuestMemory memory) {
        this.instance = instance;
        this.memory = memory;
        globals = new long[instance.globalCount()];
    }

    /** Tells where the heap begins. */
    void below(int heapBase) {
        this.heapBase = heapBase;
    }

    /** Remembers the variables as they are now, between two evaluations. */
    void save() {
        for (int i = 0; i < globals.length; i++) {
            globals[i] = instance.global(i).getValue();
        }
        saved = memory.memory().readBytes(0, heapBase);
    }

    void restore() {
        for (int i = 0; i < globals.length; i++) {
            if (instance.global(i).getValue() != globals[i]) {
                instance.global(i).setValue(globals[i]);
            }
        }
        memory.write(0, saved, 0, saved.length);
    }
}
