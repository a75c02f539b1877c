package dev.mixer.adapters.opa.bundle;

import dev.mixer.adapters.opa.source.Bundle;
import dev.mixer.adapters.opa.source.InvalidPolicyException;
import java.io.IOException;
import java.util.Optional;

/** One bundle of a handler. Safe for all threads. */
public interface Part extends AutoCloseable {
    /** What people call it. */
    String name();

    /** Changes whenever {@link #read} gives something else; cheap. */
    Object version() throws IOException;

    /** What it is now; empty: it is not there yet. */
    Optional<Bundle> read() throws InvalidPolicyException, IOException;

    /** What is wrong with it, as a sentence; empty: nothing. */
    String trouble();

    /** Begins to look for it; {@code changed} runs when there is something new, and may take its time. */
    void start(Runnable changed);

    /** Is told that what was read last is in force. */
    void activated();

    @Override
    void close();
}
