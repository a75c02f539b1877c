/**
 * Tests of the expression language; most are rows of the tables in {@code cases/expression}, which {@link
 * dev.mixer.engine.expression.ExpressionTableTest} runs. Properties and the index's view have tests of their own.
 */
@NullMarked
package dev.mixer.engine.expression;

import org.jspecify.annotations.NullMarked;
