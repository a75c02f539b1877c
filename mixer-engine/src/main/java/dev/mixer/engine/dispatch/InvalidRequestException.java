package dev.mixer.engine.dispatch;

/** A message that is no valid request; ends in INVALID_ARGUMENT. Its message is for the caller. */
public class InvalidRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidRequestException(String message) {
        super(message, null, false, false);
    }
}
