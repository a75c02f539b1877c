package dev.mixer.adapters.opa.value;

/** A text that is no JSON, no value text, or not in the form that is wanted of it. The message quotes nothing of the text, which may hold secrets. */
public final class MalformedValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    public MalformedValueException(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    /** The line of the fault, from 1. */
    public int line() {
        return line;
    }

    /** The column of the fault, from 1. */
    public int column() {
        return column;
    }
}
