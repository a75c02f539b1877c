package dev.mixer.adapters.opa.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells OPA's compiler which builtins there are: its own and the host's {@code mixer.lookup}. A program is asked for its own once. Safe
 * for all threads.
 */
final class Capabilities {
    /** A table's name, a key, and what the table has there. */
    private static final String LOOKUP =
            "{\"name\":\"mixer.lookup\",\"decl\":{\"type\":\"function\",\"args\":[{\"type\":\"string\"},{\"type\":\"any\"}],"
                    + "\"result\":{\"type\":\"any\"}}},";

    private static final String LIST = "\"builtins\": [";

    /** Of the program that was asked last; nearly always there is one. */
    private volatile @Nullable Known known;

    private record Known(Object program, String text) {}

    Path write(OpaCommand opa, Path folder) throws IOException, InterruptedException {
        var program = opa.fingerprint();
        var last = known;
        if (last == null || !last.program().equals(program)) {
            last = new Known(program, ask(opa));
            known = last;
        }
        return Files.writeString(folder.resolve("capabilities.json"), last.text());
    }

    private static String ask(OpaCommand opa) throws IOException, InterruptedException {
        var current = opa.run(List.of("capabilities", "--current"));
        int list = current.output().indexOf(LIST);
        if (current.exit() != 0 || list < 0) {
            throw new IOException(opa.program() + " does not tell its capabilities: " + current.firstError());
        }
        int start = list + LIST.length();
        return current.output().substring(0, start) + LOOKUP + current.output().substring(start);
    }
}
