package dev.mixer.adapters.opa.wasm;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.nio.charset.StandardCharsets;

/** The memory of one instance, with what OPA puts there: texts that end with a zero. */
final class GuestMemory {
    /** Longer messages of policies are cut. */
    private static final int LONGEST_MESSAGE = 1_000;

    private final Memory memory;

    GuestMemory(int initialPages, int mostPages) {
        memory = new ByteArrayMemory(new MemoryLimits(initialPages, mostPages));
    }

    Memory memory() {
        return memory;
    }

    int pages() {
        return memory.pages();
    }

    void write(int address, byte[] bytes, int offset, int length) {
        memory.write(address, bytes, offset, length);
    }

    /** The bytes from {@code address} to the first zero. */
    byte[] readText(int address) {
        int end = address;
        while (memory.read(end) != 0) {
            end++;
        }
        return memory.readBytes(address, end - address);
    }

    /** A message of the policy to its host. */
    String readMessage(int address) {
        int end = address;
        while (end - address < LONGEST_MESSAGE && memory.read(end) != 0) {
            end++;
        }
        return new String(memory.readBytes(address, end - address), StandardCharsets.UTF_8);
    }
}
