package dev.mixer.engine.config.source;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;

/**
 * One file as it was when it was read.
 *
 * @param path as the user named it, with {@code /} between folders
 * @param text its content without a byte order mark
 * @param digest SHA-256 of the content, in hexadecimal digits
 */
public record ConfigFile(String path, String text, String digest) {
    public ConfigFile {
        requireNonNull(path, "path");
        requireNonNull(text, "text");
        requireNonNull(digest, "digest");
    }

    /** A file with the digest of its text. */
    public static ConfigFile of(String path, String text) {
        return new ConfigFile(path, text, Digests.sha256(text.getBytes(StandardCharsets.UTF_8)));
    }
}
