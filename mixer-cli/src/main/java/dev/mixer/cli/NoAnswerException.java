package dev.mixer.cli;

/** The question is fine but there is nobody to answer it; ends in {@link ExitCode#NO_ANSWER}. */
final class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String message) {
        super(message, null, false, false);
    }
}
