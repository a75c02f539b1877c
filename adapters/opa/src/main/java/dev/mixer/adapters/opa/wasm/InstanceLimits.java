package dev.mixer.adapters.opa.wasm;

/**
 * What one instance of a policy may use.
 *
 * @param memoryPages its memory in pages of 64 KiB, data included, from 1 to 32,767; JSON data takes about 19 times its length
 * @param inputBytes the longest input in bytes
 */
public record InstanceLimits(int memoryPages, int inputBytes) {
    /** Bytes of a page of memory. */
    public static final int PAGE = 65_536;

    /** 64 MiB of memory, 1 MiB of input. */
    public static final InstanceLimits STANDARD = new InstanceLimits(1_024, 1 << 20);

    private static final int MOST_PAGES = 32_767;

    public InstanceLimits {
        if (memoryPages <= 0 || memoryPages > MOST_PAGES || inputBytes <= 0) {
            throw new IllegalArgumentException(
                    "limits out of range: " + memoryPages + " pages, " + inputBytes + " bytes");
        }
    }
}
