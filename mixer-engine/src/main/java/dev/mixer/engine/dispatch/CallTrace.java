package dev.mixer.engine.dispatch;

import dev.mixer.spi.Status;
import org.jspecify.annotations.Nullable;

/**
 * Follows one call that somebody wants to see the inside of. Its methods are called from the threads that the call's work is
 * done on, and must neither block nor fail.
 */
public interface CallTrace {
    /** Of the many calls that nobody follows. */
    CallTrace NONE = new CallTrace() {
        @Override
        public Step asked(String handler, String adapter, String capability) {
            return (_, _) -> {};
        }

        @Override
        public void decided(Decision decision) {}

        @Override
        public void reported(int records, Status status) {}
    };

    /** A question to a handler, until it is answered. */
    @FunctionalInterface
    interface Step {
        /**
         * The handler has answered or failed.
         *
         * @param status what it answered, where that is a status
         * @param failure why it failed, a sentence for the operator
         */
        void answered(@Nullable Status status, @Nullable String failure);
    }

    /**
     * A handler is asked something.
     *
     * @param handler {@code NAME.NAMESPACE}
     * @param capability what it is asked: check, quota, attributes or report
     */
    Step asked(String handler, String adapter, String capability);

    /** The check is decided; the call's answer is not yet written. */
    void decided(Decision decision);

    /** A report is taken in, or is not. */
    void reported(int records, Status status);
}
