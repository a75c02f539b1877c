package dev.mixer.engine.config.bind;

/** A record that cannot be bound by anybody: a fault of its author, not of the configuration. */
final class ShapeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ShapeException(String message) {
        super(message);
    }
}
