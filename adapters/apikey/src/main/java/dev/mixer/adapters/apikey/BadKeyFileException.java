package dev.mixer.adapters.apikey;

/** A file of keys that cannot be used; the message names the line and never a digest. */
final class BadKeyFileException extends Exception {
    private static final long serialVersionUID = 1L;

    BadKeyFileException(String message) {
        super(message);
    }

    BadKeyFileException(int line, String message) {
        this("line " + line + ": " + message);
    }
}
