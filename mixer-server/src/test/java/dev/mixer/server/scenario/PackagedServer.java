package dev.mixer.server.scenario;

import dev.mixer.testkit.backend.BackendProcess;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The packaged server on free ports.
 *
 * @param config the folder that it serves
 */
record PackagedServer(BackendProcess process, int grpc, int http, Path config) implements AutoCloseable {
    static final Duration START = Duration.ofSeconds(60);

    /** Starts the server over {@code folder/config}; its log and all else it writes lie in {@code folder}. */
    static PackagedServer start(Path folder, String... more) throws IOException {
        int grpc = BackendProcess.freePort();
        int http = BackendProcess.freePort();
        var config = folder.resolve("config");
        var arguments = new ArrayList<>(List.of(
                config.toString(), "--grpc-address", "127.0.0.1:" + grpc, "--http-address", "127.0.0.1:" + http));
        arguments.addAll(List.of(more));
        var state = Map.of(
                "XDG_STATE_HOME", folder.resolve("state").toAbsolutePath().toString());
        var process = BackendProcess.start("mixer", folder, command(arguments), state);
        return new PackagedServer(process, grpc, http, config);
    }

    /** A folder with the sample that comes first. */
    static Path quickstart(Path folder) throws IOException {
        var config = Files.createDirectories(folder.resolve("config"));
        for (var name : List.of("policy.yaml", "telemetry.yaml")) {
            Files.copy(root().resolve("samples/quickstart").resolve(name), config.resolve(name));
        }
        return config;
    }

    static List<String> command(List<String> arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Dmixer.plugins=" + root().resolve("target").resolve("plugins"),
                "-jar",
                root().resolve("mixer-server/target/quarkus-app/quarkus-run.jar")
                        .toString()));
        if (arguments.stream().noneMatch(argument -> argument.startsWith("authz.address="))) {
            command.addAll(List.of("--set", "authz.address=off"));
        }
        command.addAll(arguments);
        return command;
    }

    PackagedServer awaitReady() {
        return awaitReadiness(200);
    }

    PackagedServer awaitReadiness(int status) {
        process.await("answering " + status, START, () -> status(uri("/q/health/ready")) == status);
        return this;
    }

    /** Waits for the last line of the start: from then on both ports answer. */
    PackagedServer awaitBanner() {
        process.await("started", START, () -> process.output().contains("Try:"));
        return this;
    }

    String uri(String path) {
        return "http://127.0.0.1:" + http + path;
    }

    /** As editors do: a new file takes the old one's name. */
    void write(String name, String text) throws IOException {
        var next = Files.writeString(config.resolve(name + ".tmp"), text);
        Files.move(next, config.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static int status(String uri) throws IOException {
        var connection = (HttpURLConnection) URI.create(uri).toURL().openConnection();
        connection.setConnectTimeout(5000);
        connection.setReadTimeout(5000);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    private static Path root() {
        return Path.of("").toAbsolutePath().getParent();
    }

    @Override
    public void close() {
        process.close();
    }
}
