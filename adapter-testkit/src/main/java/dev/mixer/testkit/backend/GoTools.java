package dev.mixer.testkit.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Programs of the Go modules in {@code tools}, built once for each state of their sources and kept. */
final class GoTools {
    /** The first build compiles all of OPA or of the collector, which takes minutes on a busy machine. */
    private static final int BUILD_MINUTES = 20;

    private static final Path USUAL_PLACE = Path.of("/usr/local/go/bin/go");

    /** Without C, so that any machine with Go can build; one package at a time, since others work here too. */
    private static final Map<String, String> ENVIRONMENT = Map.of("CGO_ENABLED", "0");

    private GoTools() {}

    /** The program that {@code packageName} of the module {@code tools/TOOL} builds to. */
    static synchronized Path program(Path cache, String tool, String name, String packageName) throws IOException {
        var module = module(tool);
        var program = cache.resolve(tool + "-" + digest(module)).resolve(name);
        if (!Files.isExecutable(program)) {
            var made =
                    program.resolveSibling(name + "." + ProcessHandle.current().pid());
            Processes.run(
                    List.of(
                            go().toString(),
                            "build",
                            "-C",
                            module.toString(),
                            "-p",
                            "1",
                            "-trimpath",
                            "-o",
                            made.toString(),
                            packageName),
                    ENVIRONMENT,
                    BUILD_MINUTES);
            Files.move(made, program);
        }
        return program;
    }

    /** Where Go keeps the sources of a module that the module {@code tools/TOOL} uses. */
    static synchronized Path sources(String tool, String moduleName) throws IOException {
        return Path.of(Processes.run(
                List.of(go().toString(), "list", "-C", module(tool).toString(), "-m", "-f", "{{.Dir}}", moduleName),
                ENVIRONMENT,
                BUILD_MINUTES));
    }

    private static Path go() throws IOException {
        return Backends.onPath("go")
                .or(() -> Stream.of(USUAL_PLACE).filter(Files::isExecutable).findFirst())
                .orElseThrow(() -> new IOException("Go is not installed"));
    }

    private static Path module(String tool) throws IOException {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            var module = folder.resolve("tools").resolve(tool);
            if (Files.exists(module.resolve("go.mod"))) {
                return module;
            }
        }
        throw new IOException("tools/" + tool + " is not above the working folder");
    }

    private static String digest(Path module) throws IOException {
        try (var files = Files.walk(module)) {
            var digest = MessageDigest.getInstance("SHA-256");
            files.filter(Files::isRegularFile).sorted().forEach(file -> {
                try {
                    digest.update(Files.readAllBytes(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has SHA-256
        }
    }
}
