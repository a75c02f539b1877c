package dev.mixer.engine.config;

import static java.util.Objects.requireNonNull;

/**
 * What tells resources apart.
 *
 * @param kind as the document states it: {@code rule}, or in the older form an adapter or a template
 * @param name unique within kind and namespace
 * @param namespace never empty
 */
public record ResourceId(String kind, String name, String namespace) {
    public ResourceId {
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
        requireNonNull(namespace, "namespace");
    }

    /** {@code name.namespace}, as answers and metrics name a handler. */
    public String shortName() {
        return name + "." + namespace;
    }

    /** {@code kind name.namespace}, as problems name it. */
    @Override
    public String toString() {
        return kind + " " + shortName();
    }
}
