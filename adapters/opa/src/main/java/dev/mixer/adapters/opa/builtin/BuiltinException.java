package dev.mixer.adapters.opa.builtin;

/**
 * A builtin that cannot answer: the call is undefined. The message says why without quoting arguments that may be secrets. It has no
 * stack trace, since policies may run into it on every call.
 */
public final class BuiltinException extends Exception {
    private static final long serialVersionUID = 1L;

    public BuiltinException(String message) {
        super(message, null, false, false);
    }

    public BuiltinException(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
