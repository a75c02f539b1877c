/**
 * What rate limit files say, field by field, as the well-known rate limit service for Envoy defines them. What a limit means
 * for a call is not known here.
 */
@NullMarked
package dev.mixer.engine.config.ratelimit;

import org.jspecify.annotations.NullMarked;
