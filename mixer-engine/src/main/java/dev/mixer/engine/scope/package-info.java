/**
 * Whom the HTTP authorization front answers, and what is known of the requests that they ask about. Start at {@link
 * dev.mixer.engine.scope.AuthorizationScope}; how a request is read and an answer written is the front's business.
 */
@NullMarked
package dev.mixer.engine.scope;

import org.jspecify.annotations.NullMarked;
