/** Micro-benchmarks of the engine, through what it offers to fronts. */
@NullMarked
package dev.mixer.bench;

import org.jspecify.annotations.NullMarked;
