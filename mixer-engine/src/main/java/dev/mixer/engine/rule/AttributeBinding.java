package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.Attribute;
import dev.mixer.engine.expression.CompiledExpression;

/**
 * That an attribute is had from the output of an attribute producer.
 *
 * @param attribute what is supplied
 * @param value of the attribute's type; may read the output as {@code $out.FIELD}
 */
public record AttributeBinding(Attribute attribute, CompiledExpression value) {}
