package dev.mixer.engine.expression;

/**
 * A value that many rules test against constants: evaluated once per call it serves all of them. Probes of one
 * configuration (one set of slots) are equal when they read the same value.
 *
 * @param key canonical text of the value
 * @param expression how a call evaluates it
 */
public record Probe(String key, CompiledExpression expression) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Probe probe && key.equals(probe.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return key;
    }
}
