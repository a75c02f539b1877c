/**
 * Where the attributes of a call lie in Envoy's messages: addresses, peer names, headers and token claims, and a whole {@code
 * CheckRequest}. Start at {@link dev.mixer.envoy.CheckRequestBag}; ports, answers and decisions live elsewhere.
 */
@NullMarked
package dev.mixer.envoy;

import org.jspecify.annotations.NullMarked;
