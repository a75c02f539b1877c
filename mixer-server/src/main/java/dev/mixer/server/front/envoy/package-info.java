/**
 * What the answers of the fronts for Envoy share: ids of decisions and the HTTP status of a denial. How Envoy's messages are read
 * lives in {@link dev.mixer.envoy}; decisions are made elsewhere.
 */
@NullMarked
package dev.mixer.server.front.envoy;

import org.jspecify.annotations.NullMarked;
