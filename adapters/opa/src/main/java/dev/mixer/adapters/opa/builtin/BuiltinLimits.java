package dev.mixer.adapters.opa.builtin;

/**
 * What one call of a builtin may make, so that a short policy cannot fill the memory outside of its own.
 *
 * @param textLength the longest text in characters, more than 0
 * @param elements the most elements of an array, a set or an object, more than 0
 */
public record BuiltinLimits(int textLength, int elements) {
    /** 1 Mi characters and 100,000 elements. */
    public static final BuiltinLimits STANDARD = new BuiltinLimits(1 << 20, 100_000);

    public BuiltinLimits {
        if (textLength <= 0 || elements <= 0) {
            throw new IllegalArgumentException("limits are more than 0: " + textLength + ", " + elements);
        }
    }
}
