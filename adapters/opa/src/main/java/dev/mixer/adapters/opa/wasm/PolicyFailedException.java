package dev.mixer.adapters.opa.wasm;

import org.jspecify.annotations.Nullable;

/** A policy that came to no end by itself, so there is no decision. It has no stack trace: policies may fail on every call. */
public final class PolicyFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** How a policy fails; {@link #name} in lower case serves as a label of counters. */
    public enum Kind {
        /** The policy gave up with a message of its own, for example on a conflict between complete rules. */
        ABORTED,
        /** WebAssembly's own fault: memory out of bounds, an unreachable place. */
        TRAPPED,
        /** Rules or values nested too deeply. */
        STACK_OVERFLOW,
        /** The memory limit was reached. */
        OUT_OF_MEMORY,
        /** The time limit was reached. */
        TIMED_OUT,
        /** The calling thread was interrupted by somebody else; its interrupt status is still set. */
        INTERRUPTED,
        /** All instances were in use until the time limit. */
        BUSY,
        /** The input is longer than allowed; the policy was not asked. */
        INPUT_TOO_LONG,
        /** A builtin ended the decision. */
        ENDED_BY_BUILTIN,
        /** The engine is closed. */
        CLOSED
    }

    private final Kind kind;

    PolicyFailedException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.kind = kind;
    }

    PolicyFailedException(Kind kind, String message) {
        this(kind, message, null);
    }

    /** What happened. */
    public Kind kind() {
        return kind;
    }
}
