package dev.mixer.adapters.opa.input;

import dev.mixer.adapters.opa.projection.InputWriter;
import dev.mixer.adapters.opa.value.MalformedValueException;

/**
 * How instances of a template become input. Stateless, for all threads.
 *
 * @param <T> the template
 */
@FunctionalInterface
public interface InputForm<T> {
    /**
     * Tells an instance as one object.
     *
     * @throws MalformedValueException if a part of the request that the policy reads must be JSON and is not
     */
    void write(T instance, InputWriter out) throws MalformedValueException;
}
