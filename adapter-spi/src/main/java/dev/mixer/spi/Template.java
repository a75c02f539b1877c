package dev.mixer.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names a template. The annotated record's components are the instance's fields, their types the types of the
 * expressions that fill them: {@code String}, {@code long}, {@code double}, {@code boolean}, {@link java.time.Instant},
 * {@link java.time.Duration}, {@link java.net.InetAddress}, {@link EmailAddress}, {@link java.net.URI}, {@link DnsName},
 * {@code Map<String, String>}, {@link AttributeValue} (any type), {@code Map<String, AttributeValue>}, a nested record, or
 * an {@link java.util.Optional} of one of these where the configuration may leave the field out.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Template {
    /** The name used in configuration, lower case, for example {@code listentry}. */
    String value();
}
