/**
 * A configuration compiled for look-up. Start at {@link dev.mixer.engine.rule.Snapshot}; {@link
 * dev.mixer.engine.rule.RuleIndex} is how rules are found without scanning. Everything here is immutable once built.
 */
@NullMarked
package dev.mixer.engine.rule;

import org.jspecify.annotations.NullMarked;
