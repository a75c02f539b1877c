package dev.mixer.spi;

/**
 * An instance that a handler judges before a request passes.
 *
 * @param <O> a record that the check may hand out, read in configuration as {@code ACTION.output.FIELD}; {@link Void}
 *     for none
 */
public non-sealed interface CheckInstance<O> extends Instance {}
