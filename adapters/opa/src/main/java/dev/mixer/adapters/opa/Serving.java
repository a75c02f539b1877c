package dev.mixer.adapters.opa;

import dev.mixer.adapters.opa.projection.InputPaths;
import dev.mixer.adapters.opa.projection.InputWriter;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.wasm.PolicyEngine;
import dev.mixer.adapters.opa.wasm.PolicyFailedException;
import dev.mixer.adapters.opa.wasm.PolicyResult;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A policy in force. Compared by identity. */
final class Serving {
    private final PolicyEngine engine;
    private final int entrypoint;
    private final InputPaths paths;
    private final String revision;
    private final boolean steady;
    private final Queue<InputWriter> writers = new ConcurrentLinkedQueue<>();

    /**
     * A policy.
     *
     * @param paths what it reads of its input
     * @param steady whether equal input always gets an equal answer
     */
    Serving(PolicyEngine engine, int entrypoint, InputPaths paths, String revision, boolean steady) {
        this.engine = engine;
        this.entrypoint = entrypoint;
        this.paths = paths;
        this.revision = revision;
        this.steady = steady;
    }

    PolicyEngine engine() {
        return engine;
    }

    String revision() {
        return revision;
    }

    boolean steady() {
        return steady;
    }

    PolicyResult evaluate(LivePolicy.Input input) throws PolicyFailedException, MalformedValueException {
        var known = writers.poll();
        var writer = known == null ? new InputWriter(paths) : known;
        try {
            writer.begin();
            input.tell(writer);
            return engine.evaluate(entrypoint, writer.bytes(), writer.length());
        } finally {
            writers.add(writer);
        }
    }
}
