package dev.mixer.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a parameter is where the configuration leaves it out. A component without this annotation is required, unless it
 * is an {@link java.util.Optional} or a collection (then it is empty).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface DefaultValue {
    /** The value as it would stand in YAML, for example {@code 60s}. */
    String value();
}
