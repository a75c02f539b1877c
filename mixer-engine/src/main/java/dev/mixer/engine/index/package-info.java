/**
 * Finds what may apply to a call among many without looking at each: by conditions that conjunctions and disjunctions of tests
 * imply. Start at {@link dev.mixer.engine.index.RuleIndex}; what is filed, rules or policies, is not known here.
 */
@NullMarked
package dev.mixer.engine.index;

import org.jspecify.annotations.NullMarked;
