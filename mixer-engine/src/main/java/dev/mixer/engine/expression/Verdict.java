package dev.mixer.engine.expression;

/** What a BOOL expression says of one call. */
public enum Verdict {
    TRUE,
    FALSE,
    /** It has no value; the reader's fault says why. */
    FAULT;

    static Verdict of(boolean value) {
        return value ? TRUE : FALSE;
    }
}
