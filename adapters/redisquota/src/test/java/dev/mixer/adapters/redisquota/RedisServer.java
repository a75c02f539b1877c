package dev.mixer.adapters.redisquota;

import dev.mixer.testkit.backend.BackendProcess;
import dev.mixer.testkit.backend.Backends;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real Redis on a free port of the loopback interface, which keeps nothing on disk. */
final class RedisServer implements AutoCloseable {
    private final int port;
    private final Path folder;
    private final List<String> options;
    private BackendProcess process;

    private RedisServer(int port, List<String> options) throws IOException {
        this.port = port;
        this.options = options;
        this.folder = Files.createTempDirectory("redis");
        this.process = launch();
    }

    static RedisServer start(String... options) throws IOException {
        return new RedisServer(BackendProcess.freePort(), List.of(options));
    }

    private BackendProcess launch() throws IOException {
        var command = new ArrayList<>(List.of(
                Backends.redis().toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                folder.toString()));
        command.addAll(options);
        return BackendProcess.start("redis", folder, command)
                .await(
                        "answering",
                        Duration.ofSeconds(10),
                        () -> !command("PING").isEmpty());
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Sends one inline command and answers the first line; needs no client, so tests cannot err with the client. */
    String command(String line) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1000);
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            var reader = socket.getInputStream();
            var answer = new StringBuilder();
            for (int c = reader.read(); c >= 0 && c != '\r'; c = reader.read()) {
                answer.append((char) c);
            }
            return answer.toString();
        }
    }

    void hang() throws Exception {
        process.signal("STOP");
    }

    void goOn() throws Exception {
        process.signal("CONT");
    }

    void kill() {
        process.close();
    }

    void restart() throws IOException {
        process = launch();
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
