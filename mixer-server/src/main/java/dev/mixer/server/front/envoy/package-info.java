/**
 * What the fronts for Envoy share: a table from attributes to places in a message, and the reading of addresses, peer names,
 * headers and token claims. Start at {@link dev.mixer.server.front.envoy.AttributeTable}; decisions are made elsewhere.
 */
@NullMarked
package dev.mixer.server.front.envoy;

import org.jspecify.annotations.NullMarked;
