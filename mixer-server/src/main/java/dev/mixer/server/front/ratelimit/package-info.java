/**
 * The front for Envoy's rate limit filters. Start at {@link dev.mixer.server.front.ratelimit.RateLimitFront}, which answers
 * every request with a decision.
 */
@NullMarked
package dev.mixer.server.front.ratelimit;

import org.jspecify.annotations.NullMarked;
