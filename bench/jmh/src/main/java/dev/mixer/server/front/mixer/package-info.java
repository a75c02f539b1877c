/** Micro-benchmarks of a front's bag, which nobody outside of the front's package may make. */
@NullMarked
package dev.mixer.server.front.mixer;

import org.jspecify.annotations.NullMarked;
