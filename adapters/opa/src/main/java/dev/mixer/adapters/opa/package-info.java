/**
 * The adapter opa: policies in Rego, compiled to WebAssembly and evaluated in the host. Here are the handler and its parameters;
 * running a module, builtins, input and where policies come from have packages of their own.
 */
@NullMarked
package dev.mixer.adapters.opa;

import org.jspecify.annotations.NullMarked;
