/**
 * The builtins of Rego that policies leave to their host; start at {@link dev.mixer.adapters.opa.builtin.Builtin}. They work on
 * values alone: nothing here knows WebAssembly, bundles or the host.
 */
@NullMarked
package dev.mixer.adapters.opa.builtin;

import org.jspecify.annotations.NullMarked;
