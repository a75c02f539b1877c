package dev.mixer.engine.config;

import java.util.Set;

/**
 * What the plug-ins bring, which a configuration may name.
 *
 * @param adapters names and aliases of adapters
 * @param templates names of templates
 */
public record KnownKinds(Set<String> adapters, Set<String> templates) {
    public KnownKinds {
        adapters = Set.copyOf(adapters);
        templates = Set.copyOf(templates);
    }
}
