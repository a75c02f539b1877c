package dev.mixer.adapters.opa;

import dev.mixer.adapters.opa.source.InvalidPolicyException;
import dev.mixer.adapters.opa.source.PolicyFiles;
import java.io.IOException;
import java.util.Optional;

/** Where the policy of a handler comes from. Safe for all threads; read by one at a time. */
interface PolicySource extends AutoCloseable {
    /** Changes whenever {@link #read} gives something else; cheap enough to be asked for every second. */
    Object version() throws IOException;

    /** What is there now; empty: not all of it is there yet, as {@link #trouble} says. */
    Optional<PolicyFiles> read() throws InvalidPolicyException, IOException;

    /** What is wrong with it though it can be read, as a sentence; empty: nothing. */
    default String trouble() {
        return "";
    }

    /** Whether it may change, or come later. */
    default boolean isLive() {
        return true;
    }

    /** Begins to look for it where it comes from elsewhere; {@code changed} runs when there is something new. */
    default void start(Runnable changed) {}

    /** Is told that what was read last is in force. */
    default void activated() {}

    @Override
    default void close() {}
}
