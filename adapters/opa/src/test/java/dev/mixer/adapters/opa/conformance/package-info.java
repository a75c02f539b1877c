/** OPA's own compliance cases against this adapter's way of evaluating; start at {@code ConformanceTest}. */
@NullMarked
package dev.mixer.adapters.opa.conformance;

import org.jspecify.annotations.NullMarked;
