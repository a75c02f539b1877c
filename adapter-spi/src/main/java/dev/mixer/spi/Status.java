package dev.mixer.spi;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * An outcome in the terms of {@code google.rpc.Status}.
 *
 * @param code the outcome
 * @param message a sentence for the caller; empty where there is nothing to say
 */
public record Status(Code code, String message) {
    /** Everything is well. */
    public static final Status OK = new Status(Code.OK, "");

    public Status {
        requireNonNull(code, "code");
        requireNonNull(message, "message");
    }

    /** A status with a message. */
    public static Status of(Code code, String message) {
        return code == Code.OK && message.isEmpty() ? OK : new Status(code, message);
    }

    /** Whether the code is {@link Code#OK}. */
    public boolean isOk() {
        return code == Code.OK;
    }

    /** The canonical codes of {@code google.rpc.Code}; the number on the wire is the ordinal. */
    public enum Code {
        OK,
        CANCELLED,
        UNKNOWN,
        INVALID_ARGUMENT,
        DEADLINE_EXCEEDED,
        NOT_FOUND,
        ALREADY_EXISTS,
        PERMISSION_DENIED,
        RESOURCE_EXHAUSTED,
        FAILED_PRECONDITION,
        ABORTED,
        OUT_OF_RANGE,
        UNIMPLEMENTED,
        INTERNAL,
        UNAVAILABLE,
        DATA_LOSS,
        UNAUTHENTICATED;

        private static final Code[] BY_NUMBER = values();

        /** The number on the wire, 0 to 16. */
        public int number() {
            return ordinal();
        }

        /** The code of a number; empty for a number that has none. */
        public static Optional<Code> of(int number) {
            return number >= 0 && number < BY_NUMBER.length ? Optional.of(BY_NUMBER[number]) : Optional.empty();
        }
    }
}
