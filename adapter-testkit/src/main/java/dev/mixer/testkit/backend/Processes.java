package dev.mixer.testkit.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands to their end. */
final class Processes {
    private Processes() {}

    /**
     * What the command printed.
     *
     * @throws IOException if it fails or takes longer than {@code minutes}, with what it printed
     */
    static String run(List<String> command, Map<String, String> environment, int minutes) throws IOException {
        var log = Files.createTempFile("backend", ".log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            if (!process.waitFor(minutes, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(
                        command.getFirst() + " failed: " + Files.readString(log).strip());
            }
            return Files.readString(log).strip();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.deleteIfExists(log);
        }
    }
}
