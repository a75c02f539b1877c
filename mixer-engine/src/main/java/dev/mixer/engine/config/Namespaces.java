package dev.mixer.engine.config;

import java.util.Comparator;

/**
 * The two namespaces with a meaning of their own.
 *
 * @param root its resources apply to every call
 * @param fallback the namespace of a resource that names none
 */
public record Namespaces(String root, String fallback) {
    /** What counts unless the host's settings say otherwise. */
    public static final Namespaces DEFAULT = new Namespaces("istio-system", "default");

    public Namespaces {
        requireName("root", root);
        requireName("fallback", fallback);
    }

    /**
     * Refuses what cannot be a namespace.
     *
     * @param what names the value in the message
     * @throws IllegalArgumentException if {@code namespace} is no DNS label
     */
    public static void requireName(String what, String namespace) {
        if (!ResourceNames.isLabel(namespace)) {
            throw new IllegalArgumentException(what + ": '" + namespace + "' is not the name of a namespace");
        }
    }

    /** Configuration order: the root namespace, then namespaces by name; within one by file, then position. */
    public Comparator<Resource> configurationOrder() {
        return Comparator.<Resource, Boolean>comparing(
                        resource -> !resource.id().namespace().equals(root))
                .thenComparing(resource -> resource.id().namespace())
                .thenComparing(Resource::place);
    }
}
