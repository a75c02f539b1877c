package dev.mixer.engine.config;

import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.spec.AuthorizationScopeSpec;

/** An {@code AuthorizationScope}: whom the HTTP front answers, and about what. */
public record ScopeResource(ResourceId id, Place place, AuthorizationScopeSpec spec) implements Resource {}
