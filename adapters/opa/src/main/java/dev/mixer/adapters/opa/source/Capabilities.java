package dev.mixer.adapters.opa.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells OPA's compiler which builtins there are: its own and the host's {@code mixer.lookup}. */
final class Capabilities {
    /** A table's name, a key, and what the table has there. */
    private static final String LOOKUP =
            "{\"name\":\"mixer.lookup\",\"decl\":{\"type\":\"function\",\"args\":[{\"type\":\"string\"},{\"type\":\"any\"}],"
                    + "\"result\":{\"type\":\"any\"}}},";

    private static final String LIST = "\"builtins\": [";

    private Capabilities() {}

    static Path write(OpaCommand opa, Path folder) throws IOException, InterruptedException {
        var current = opa.run(java.util.List.of("capabilities", "--current"));
        int list = current.output().indexOf(LIST);
        if (current.exit() != 0 || list < 0) {
            throw new IOException(opa.program() + " does not tell its capabilities: " + current.errors());
        }
        int start = list + LIST.length();
        return Files.writeString(
                folder.resolve("capabilities.json"),
                current.output().substring(0, start) + LOOKUP + current.output().substring(start));
    }
}
