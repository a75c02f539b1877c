/**
 * Tests of attributes: canonical forms are rows of tables, what a reader remembers has tests of its own.
 * Start at {@link dev.mixer.engine.attribute.AttributeReaderTest}.
 */
@NullMarked
package dev.mixer.engine.attribute;

import org.jspecify.annotations.NullMarked;
