/**
 * Writes what a policy reads as {@code input}, as bytes of JSON and nothing between. Nothing here knows WebAssembly or where policies
 * come from.
 */
@NullMarked
package dev.mixer.adapters.opa.input;

import org.jspecify.annotations.NullMarked;
