/**
 * Which parts of the input a policy reads, and inputs of those parts alone; start at
 * {@link dev.mixer.adapters.opa.projection.InputPaths}. Nothing here evaluates a policy.
 */
@NullMarked
package dev.mixer.adapters.opa.projection;

import org.jspecify.annotations.NullMarked;
