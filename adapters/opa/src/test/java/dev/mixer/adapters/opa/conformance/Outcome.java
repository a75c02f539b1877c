package dev.mixer.adapters.opa.conformance;

import org.jspecify.annotations.Nullable;

/**
 * How one case went.
 *
 * @param reason why it did not pass, or null if it did
 * @param lenient whether it passed in place of an error that only strict builtin errors show: WebAssembly has the lenient mode alone, and the
 *     result was empty, which is what OPA's own test of its WebAssembly asks of these cases
 * @param projected how many inputs were also tried with only the paths that the policy reads
 */
record Outcome(String note, @Nullable String reason, boolean lenient, int projected) {
    /** How the reason begins for a case whose builtins the host lacks. */
    static final String MISSING = "builtins missing: ";

    boolean passed() {
        return reason == null;
    }
}
