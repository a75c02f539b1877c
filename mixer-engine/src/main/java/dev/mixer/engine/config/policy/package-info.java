/**
 * What policy documents say, field by field, as Istio defines them. What a policy means for a call is not known here.
 */
@NullMarked
package dev.mixer.engine.config.policy;

import org.jspecify.annotations.NullMarked;
