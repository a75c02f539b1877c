/**
 * A configuration compiled for calls. Start at {@link dev.mixer.engine.rule.Snapshot}; rules are found through {@link
 * dev.mixer.engine.index.RuleIndex}. Everything here is immutable once built.
 */
@NullMarked
package dev.mixer.engine.rule;

import org.jspecify.annotations.NullMarked;
