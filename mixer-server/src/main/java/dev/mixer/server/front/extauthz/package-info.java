/**
 * The front for Envoy's external authorization: a {@code CheckRequest} read as attributes, a decision written as a {@code
 * CheckResponse}. Start at {@link dev.mixer.server.front.extauthz.ExtAuthzFront}; what is decided is the engine's business.
 */
@NullMarked
package dev.mixer.server.front.extauthz;

import org.jspecify.annotations.NullMarked;
