package dev.mixer.engine.config;

import dev.mixer.engine.config.problem.Place;

/** One resource of a configuration; its references and expressions are still text. */
public sealed interface Resource
        permits HandlerResource,
                InstanceResource,
                RuleResource,
                AttributeManifestResource,
                ClientResource,
                PolicyResource,
                ScopeResource,
                RateLimitFile {
    /** Kind, name and namespace. */
    ResourceId id();

    /** Where its document starts. */
    Place place();
}
