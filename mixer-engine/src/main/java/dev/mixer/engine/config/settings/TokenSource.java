package dev.mixer.engine.config.settings;

import dev.mixer.engine.config.bind.Secrets;
import dev.mixer.spi.Description;
import dev.mixer.spi.Secret;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the token of the HTTP interface comes from: the settings say where, never what, so that it can be replaced while
 * the host runs. Exactly one of both.
 *
 * @param file its text without the line break at its end
 * @param env a variable of the environment
 */
public record TokenSource(
        @Description(
                "The file that holds the token that callers of the HTTP interface must show; it is read again when it changes.")
        @Nullable
        Path file,

        @Description("The environment variable that holds the token, instead of a file.") @Nullable
        String env) {
    public TokenSource {
        if ((file == null) == (env == null)) {
            throw new IllegalArgumentException(
                    "token: name either a file or an environment variable: token: {file: PATH}"
                            + " or token: {env: NAME}");
        }
    }

    /**
     * Reads it.
     *
     * @throws IOException with a line that names the setting and never holds what was read
     */
    public Secret read(Secrets secrets) throws IOException {
        if (file == null) {
            var name = String.valueOf(env);
            return usable(
                    secrets.environment(name)
                            .orElseThrow(() -> new IOException(
                                    "http.token.env: the environment variable " + name + " is not set")),
                    "http.token.env: the environment variable " + name);
        }
        var where = "http.token.file: the file " + file;
        String text;
        try {
            text = secrets.file(file);
        } catch (NoSuchFileException e) {
            throw new IOException(where + " does not exist");
        } catch (IOException e) {
            throw new IOException(where + " cannot be read: " + e.getClass().getSimpleName());
        }
        return usable(text, where);
    }

    private static Secret usable(String text, String where) throws IOException {
        if (text.isEmpty()) {
            throw new IOException(where + " is empty; put a long random text there, as of: openssl rand -hex 32");
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IOException(where + " holds blanks or characters beyond ASCII, which a header cannot carry");
        }
        return Secret.of(text);
    }
}
