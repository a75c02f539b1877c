package dev.mixer.adapters.opa.builtin;

/**
 * A call of a builtin that was undefined for a reason.
 *
 * @param builtin the name of the builtin
 * @param message why
 */
public record BuiltinFailure(String builtin, String message) {}
