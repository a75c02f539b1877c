/**
 * Typed facts about one call: what exists ({@link dev.mixer.engine.attribute.Vocabulary}), where the values come from
 * ({@link dev.mixer.engine.attribute.AttributeBag}) and how a call reads them and remembers what it read ({@link
 * dev.mixer.engine.attribute.AttributeReader}). Knows nothing of expressions, rules, protocols or configuration files.
 */
@NullMarked
package dev.mixer.engine.attribute;

import org.jspecify.annotations.NullMarked;
