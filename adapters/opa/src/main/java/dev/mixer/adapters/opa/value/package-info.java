/**
 * Rego's values and their two texts, JSON and the value text that also knows sets; start at
 * {@link dev.mixer.adapters.opa.value.RegoValue}. Nothing here knows policies, WebAssembly or the host.
 */
@NullMarked
package dev.mixer.adapters.opa.value;

import org.jspecify.annotations.NullMarked;
