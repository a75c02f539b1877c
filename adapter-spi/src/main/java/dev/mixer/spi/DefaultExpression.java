package dev.mixer.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a template's field is read from where the configuration leaves it out: an expression over the standard attributes. Where that
 * has no value for a call, an {@link java.util.Optional} is empty and a map is empty; other components must not be annotated with an
 * expression that may have none.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface DefaultExpression {
    /** The expression, for example {@code request.method}. */
    String value();
}
