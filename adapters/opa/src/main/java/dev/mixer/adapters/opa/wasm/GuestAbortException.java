package dev.mixer.adapters.opa.wasm;

/** Carries what a policy gave up with through the frames of the policy. */
final class GuestAbortException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GuestAbortException(String message) {
        super(message, null, false, false);
    }
}
