/**
 * Evaluates policies that OPA has compiled to WebAssembly; start at {@link dev.mixer.adapters.opa.wasm.PolicyModule} for one
 * module and at {@link dev.mixer.adapters.opa.wasm.PolicyEngine} for calls from many threads. Only this room imports the WebAssembly
 * runtime, and none of its types come out of here.
 */
@NullMarked
package dev.mixer.adapters.opa.wasm;

import org.jspecify.annotations.NullMarked;
