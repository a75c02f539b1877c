/**
 * The front for Mixer API v1, as sidecars of Istio 1.0 to 1.4 speak it: wire bytes to attribute bag, decision to wire bytes.
 * Start at {@link dev.mixer.server.front.mixer.MixerFront}; no rule, no handler and no other protocol is known here.
 */
@NullMarked
package dev.mixer.server.front.mixer;

import org.jspecify.annotations.NullMarked;
