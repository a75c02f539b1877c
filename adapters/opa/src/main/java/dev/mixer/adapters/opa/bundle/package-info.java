/**
 * Bundles of a handler: where they come from, how new ones are noticed, and what is kept of them for a start without their server.
 * Nothing here compiles or evaluates a policy.
 */
@NullMarked
package dev.mixer.adapters.opa.bundle;

import org.jspecify.annotations.NullMarked;
