/**
 * Rate limit files compiled for requests: which limit a descriptor meets, and which counter is its own. Start at {@link
 * dev.mixer.engine.ratelimit.RateLimitIndex}; counting is the work of a handler.
 */
@NullMarked
package dev.mixer.engine.ratelimit;

import org.jspecify.annotations.NullMarked;
