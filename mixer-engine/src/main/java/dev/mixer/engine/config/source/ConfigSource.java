package dev.mixer.engine.config.source;

import java.util.function.Consumer;

/** A place where configuration lives. Safe for use by many threads. */
public interface ConfigSource extends AutoCloseable {
    /** What stands there now. May block for as long as reading takes; never throws for what cannot be read. */
    ConfigFiles read();

    /**
     * Calls {@code listener} once with what stands there now and again after each change, always on one thread of the
     * source's own, one call after the other. A listener that throws is logged and called again at the next change.
     *
     * @throws IllegalStateException if somebody watches already, or the source is closed
     */
    void watch(Consumer<ConfigFiles> listener);

    /** Ends the watching; a call of the listener that runs ends first. Calls after the first do nothing. */
    @Override
    void close();
}
