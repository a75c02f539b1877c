package dev.mixer.adapters.opa.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** OPA's own command, which compiles Rego. Safe for all threads. */
public final class OpaCommand {
    /** A policy compiles within 60 ms; a machine that is busy with starting many hosts is still given time. */
    private static final long LIMIT_SECONDS = 60;

    private final Path program;

    private OpaCommand(Path program) {
        this.program = program;
    }

    /**
     * What a run came to.
     *
     * @param exit 0 where it did what was asked
     * @param output what it printed
     * @param errors what it complained of
     */
    public record Outcome(int exit, String output, String errors) {
        /**
         * Whether it broke down instead of finding faults, for which OPA's status is 1: a panic of Go is 2, a signal, such as that of a
         * kernel out of memory, 128 and more.
         */
        boolean isBreakdown() {
            return exit > 1;
        }

        /** What it said last, for messages. */
        String firstError() {
            return errors.lines().findFirst().orElse("it said nothing");
        }
    }

    /**
     * The command: {@code configured} if given, else {@code MIXER_OPA}, else {@code opa} of the PATH.
     *
     * @return empty where there is none
     */
    public static Optional<OpaCommand> find(Optional<Path> configured) {
        return configured
                .or(() -> Optional.ofNullable(System.getenv("MIXER_OPA")).map(Path::of))
                .or(OpaCommand::onPath)
                .filter(Files::isExecutable)
                .map(OpaCommand::new);
    }

    private static Optional<Path> onPath() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(java.io.File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "opa"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Where it is. */
    public Path program() {
        return program;
    }

    /**
     * What changes when another program takes its place.
     *
     * @return equal for equal states
     */
    Object fingerprint() throws IOException {
        return List.of(program, Files.size(program), Files.getLastModifiedTime(program));
    }

    /**
     * Runs it to its end.
     *
     * @throws IOException if it cannot be started or does not end
     */
    public Outcome run(List<String> arguments) throws IOException, InterruptedException {
        return run(arguments, Path.of(""));
    }

    /**
     * Runs it to its end in a folder.
     *
     * @param folder against which it takes the names of files
     */
    Outcome run(List<String> arguments, Path folder) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(program.toAbsolutePath().toString());
        command.addAll(arguments);
        var output = Files.createTempFile("opa", ".out");
        var errors = Files.createTempFile("opa", ".err");
        try {
            var process = new ProcessBuilder(command)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(program + " has not ended within " + LIMIT_SECONDS + " s");
            }
            return new Outcome(
                    process.exitValue(),
                    Files.readString(output, StandardCharsets.UTF_8),
                    Files.readString(errors, StandardCharsets.UTF_8).strip());
        } finally {
            Files.deleteIfExists(output);
            Files.deleteIfExists(errors);
        }
    }
}
