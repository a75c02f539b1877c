package dev.mixer.engine.config;

import dev.mixer.engine.config.bind.ParameterProblems;
import dev.mixer.engine.config.policy.PolicySpec;
import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.yaml.YamlNode;

/**
 * A policy.
 *
 * @param spec what it says
 * @param written the same as it stands in the file
 * @param dryRun whether it is only told what it would change, by the annotation {@code istio.io/dry-run}
 */
public record PolicyResource(ResourceId id, Place place, PolicySpec spec, YamlNode written, boolean dryRun)
        implements Resource {
    /** Where a field of the spec stands, as in {@code rules[1]}; where nobody wrote it, what it would stand in. */
    public Place placeOf(String field) {
        return ParameterProblems.placeOf(written, field);
    }
}
