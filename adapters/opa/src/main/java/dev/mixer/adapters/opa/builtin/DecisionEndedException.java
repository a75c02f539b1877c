package dev.mixer.adapters.opa.builtin;

/** Ends the whole decision from within a builtin: it runs over its time, or over a limit that undefined must not hide. */
public final class DecisionEndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The decision ends because of {@code message}, which reads on after "the policy". */
    public DecisionEndedException(String message) {
        super(message, null, false, false);
    }
}
