/**
 * The standard templates: one record each, whose components are the fields that an instance fills with expressions.
 * A template that only one adapter understands lives with that adapter instead.
 */
@NullMarked
package dev.mixer.spi.template;

import org.jspecify.annotations.NullMarked;
