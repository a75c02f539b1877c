package dev.mixer.server.front.http;

import dev.mixer.engine.dispatch.InvalidRequestException;

/** Whoever asks may not, or does not say what every proxy of the scope's dialect says. */
final class UntrustedException extends InvalidRequestException {
    private static final long serialVersionUID = 1L;

    UntrustedException(String message) {
        super(message);
    }
}
