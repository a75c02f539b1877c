package dev.mixer.adapters.opa.wasm;

import org.jspecify.annotations.Nullable;

/** Bytes that are no policy that could be evaluated here; the message is a sentence about "the file". */
public final class InvalidModuleException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidModuleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    InvalidModuleException(String message) {
        super(message);
    }
}
