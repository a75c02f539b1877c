package dev.mixer.engine.attribute;

import static java.util.Objects.requireNonNull;

/**
 * Why an expression has no value. Most are made when a configuration loads, so that a call only points at one.
 *
 * @param message names the attribute or the value, and the place in the expression where it stands
 */
public record EvaluationFault(String message) {
    public EvaluationFault {
        requireNonNull(message, "message");
    }
}
