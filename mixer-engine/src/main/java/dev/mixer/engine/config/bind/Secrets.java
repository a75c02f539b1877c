package dev.mixer.engine.config.bind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where secrets come from. Methods may be called from any thread. */
public interface Secrets {
    /** The value of an environment variable. */
    Optional<String> environment(String name);

    /** What a file holds, without the line break at its end. */
    String file(Path path) throws IOException;

    /** The process's own environment and files. */
    static Secrets ofProcess() {
        return new Secrets() {
            @Override
            public Optional<String> environment(String name) {
                return Optional.ofNullable(System.getenv(name));
            }

            @Override
            public String file(Path path) throws IOException {
                return Files.readString(path).stripTrailing();
            }
        };
    }
}
