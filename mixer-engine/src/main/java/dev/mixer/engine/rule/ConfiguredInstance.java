package dev.mixer.engine.rule;

import dev.mixer.engine.template.InstanceBuilder;
import dev.mixer.engine.template.OutputFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a configuration.
 *
 * @param number its place among the configuration's instances; a call makes each at most once
 * @param name {@code name.namespace}
 * @param shortName its name alone, by which clients ask for quotas
 * @param builder makes it for a call
 * @param output what a handler hands out for it; absent: nothing
 * @param bindings of an attribute producer's output to attributes; empty for all others
 */
public record ConfiguredInstance(
        int number,
        String name,
        String shortName,
        InstanceBuilder builder,
        @Nullable OutputFields output,
        List<AttributeBinding> bindings) {
    public ConfiguredInstance {
        bindings = List.copyOf(bindings);
    }
}
