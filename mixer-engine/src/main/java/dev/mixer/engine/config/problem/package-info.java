/**
 * Faults of a configuration, told to the person who wrote it. Start at {@link dev.mixer.engine.config.problem.Problems},
 * which collects them all before anyone speaks.
 */
@NullMarked
package dev.mixer.engine.config.problem;

import org.jspecify.annotations.NullMarked;
