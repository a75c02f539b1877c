/**
 * The expression language of matches and instance fields: text is parsed, checked against a vocabulary and compiled to
 * closures over slots; start at {@link dev.mixer.engine.expression.Expression}. Functions live in {@link
 * dev.mixer.engine.expression.FunctionLibrary}, and {@link dev.mixer.engine.expression.Condition} is what a rule index
 * may know of an expression.
 */
@NullMarked
package dev.mixer.engine.expression;

import org.jspecify.annotations.NullMarked;
