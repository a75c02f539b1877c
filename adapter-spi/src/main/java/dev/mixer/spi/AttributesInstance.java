package dev.mixer.spi;

/**
 * An instance from which a handler derives further attributes, before anything is decided.
 *
 * @param <O> the output record; a configuration binds its components to attributes as {@code $out.field}
 */
public non-sealed interface AttributesInstance<O extends Record> extends Instance {}
