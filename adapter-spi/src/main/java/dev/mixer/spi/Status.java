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

    /** The canonical codes of {@code google.rpc.Code}; declared in the order of their numbers. */
    public enum Code {
        OK(0),
        CANCELLED(1),
        UNKNOWN(2),
        INVALID_ARGUMENT(3),
        DEADLINE_EXCEEDED(4),
        NOT_FOUND(5),
        ALREADY_EXISTS(6),
        PERMISSION_DENIED(7),
        RESOURCE_EXHAUSTED(8),
        FAILED_PRECONDITION(9),
        ABORTED(10),
        OUT_OF_RANGE(11),
        UNIMPLEMENTED(12),
        INTERNAL(13),
        UNAVAILABLE(14),
        DATA_LOSS(15),
        UNAUTHENTICATED(16);

        private static final Code[] BY_NUMBER = values();

        private final int number;

        Code(int number) {
            this.number = number;
        }

        /** The number on the wire, 0 to 16. */
        public int number() {
            return number;
        }

        /** The code of a number; empty for a number that has none. */
        public static Optional<Code> of(int number) {
            return number >= 0 && number < BY_NUMBER.length ? Optional.of(BY_NUMBER[number]) : Optional.empty();
        }
    }
}
