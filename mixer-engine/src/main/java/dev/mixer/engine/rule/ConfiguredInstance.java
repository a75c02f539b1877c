package dev.mixer.engine.rule;

import dev.mixer.engine.template.InstanceBuilder;

/**
 * An instance of a configuration.
 *
 * @param number its place among the configuration's instances; a call makes each at most once
 * @param name {@code name.namespace}
 * @param shortName its name alone, by which clients ask for quotas
 * @param builder makes it for a call
 */
public record ConfiguredInstance(int number, String name, String shortName, InstanceBuilder builder) {}
