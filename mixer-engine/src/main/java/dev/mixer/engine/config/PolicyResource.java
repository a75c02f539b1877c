package dev.mixer.engine.config;

import dev.mixer.engine.config.policy.PolicySpec;
import dev.mixer.engine.config.problem.Place;

/**
 * A policy.
 *
 * @param spec what it says
 * @param dryRun whether it is only told what it would change, by the annotation {@code istio.io/dry-run}
 */
public record PolicyResource(ResourceId id, Place place, PolicySpec spec, boolean dryRun) implements Resource {}
