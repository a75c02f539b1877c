package dev.mixer.adapters.opa;

import dev.mixer.adapters.opa.projection.InputPaths;
import dev.mixer.adapters.opa.projection.InputWriter;
import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.wasm.PolicyEngine;
import dev.mixer.adapters.opa.wasm.PolicyFailedException;
import dev.mixer.adapters.opa.wasm.PolicyResult;
import dev.mixer.spi.CheckResult;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A policy in force. Compared by identity. */
final class Serving {
    private final PolicyEngine engine;
    private final int entrypoint;
    private final InputPaths paths;
    private final String revision;
    private final String mark;
    private final boolean steady;
    private final Queue<InputWriter> writers = new ConcurrentLinkedQueue<>();

    /**
     * A policy.
     *
     * @param paths what it reads of its input
     * @param rule the path of the rule that decides
     * @param revision what the makers of its bundle call it; empty: nothing
     * @param steady whether equal input always gets an equal answer
     */
    Serving(PolicyEngine engine, int entrypoint, InputPaths paths, String rule, String revision, boolean steady) {
        this.engine = engine;
        this.entrypoint = entrypoint;
        this.paths = paths;
        this.revision = revision;
        this.mark = mark(rule, revision);
        this.steady = steady;
    }

    PolicyEngine engine() {
        return engine;
    }

    String revision() {
        return revision;
    }

    private static String mark(String rule, String revision) {
        var named = RegoObject.builder().put("entrypoint", rule);
        if (!revision.isEmpty()) {
            named.put("revision", revision);
        }
        return Json.write(RegoObject.of("opa", named.build()));
    }

    /** A verdict that says by which rule and revision it is, where the policy does not use the place itself. */
    CheckResult signed(CheckResult verdict) {
        var metadata = verdict.metadata();
        if (metadata != null && metadata.contains("\"opa\":")) {
            return verdict;
        }
        return verdict.withMetadata(
                metadata == null || metadata.equals("{}")
                        ? mark
                        : mark.substring(0, mark.length() - 1) + "," + metadata.substring(1));
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
