package dev.mixer.adapters.opa.input;

import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.Utf8Buffer;

/**
 * Writes an instance as JSON.
 *
 * @param <T> the template
 */
@FunctionalInterface
public interface InputWriter<T> {
    /**
     * Adds one JSON object.
     *
     * @throws MalformedValueException if a part of the request must be JSON and is not
     */
    void write(T instance, Utf8Buffer out) throws MalformedValueException;
}
