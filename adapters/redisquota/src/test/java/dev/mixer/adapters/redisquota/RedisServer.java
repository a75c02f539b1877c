package dev.mixer.adapters.redisquota;

import dev.mixer.testkit.backend.BackendProcess;
import dev.mixer.testkit.backend.Backends;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A real Redis, or a Sentinel, on a free port of the loopback interface. It keeps nothing on disk unless told to. */
final class RedisServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final int ANSWER_LIMIT_MILLIS = 2000;

    private final int port;
    private final Path folder;
    private final List<String> options;
    private BackendProcess process;
    private String password = "";

    private RedisServer(int port, Path folder, List<String> options) throws IOException {
        this.port = port;
        this.folder = folder;
        this.options = options;
        this.process = launch();
    }

    static RedisServer start(String... options) throws IOException {
        int port = BackendProcess.freePort();
        var folder = Files.createTempDirectory("redis");
        var all = new ArrayList<>(List.of("--port", Integer.toString(port), "--save", "", "--appendonly", "no"));
        all.addAll(List.of("--bind", "127.0.0.1", "--dir", folder.toString()));
        all.addAll(List.of(options));
        return new RedisServer(port, folder, all);
    }

    /** A Sentinel that watches {@code master} under the name mine, and alone decides on a failover. */
    static RedisServer startSentinel(RedisServer master, String... lines) throws IOException {
        int port = BackendProcess.freePort();
        var folder = Files.createTempDirectory("sentinel");
        var file = folder.resolve("sentinel.conf");
        var all = new ArrayList<>(List.of(
                "port " + port,
                "bind 127.0.0.1",
                "dir " + folder,
                "sentinel monitor mine 127.0.0.1 " + master.port + " 1",
                "sentinel down-after-milliseconds mine 500",
                "sentinel failover-timeout mine 2000"));
        all.addAll(List.of(lines));
        Files.write(file, all);
        return new RedisServer(port, folder, List.of(file.toString(), "--sentinel"));
    }

    private BackendProcess launch() throws IOException {
        var command = new ArrayList<>(List.of(Backends.redis().toString()));
        command.addAll(options);
        return BackendProcess.start("redis", folder, command)
                .await("answering", START_LIMIT, () -> !command("PING").isEmpty());
    }

    /** From now on commands show a password, as one that {@code options} have set. */
    RedisServer withPassword(String shown) {
        password = shown;
        return this;
    }

    int port() {
        return port;
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Sends one inline command and answers the first line; needs no client, so tests cannot err with the client. */
    String command(String line) throws IOException {
        return ask(line, false);
    }

    /** The text that a command answers; fails if it answers anything else. */
    String text(String line) throws IOException {
        return ask(line, true);
    }

    private String ask(String line, boolean bulk) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(ANSWER_LIMIT_MILLIS);
            var reader = socket.getInputStream();
            if (!password.isEmpty()) {
                send(socket, "AUTH " + password);
                var accepted = line(reader);
                if (!accepted.equals("+OK")) {
                    throw new IOException(accepted);
                }
                var _ = reader.read();
            }
            send(socket, line);
            var answer = line(reader);
            if (!bulk) {
                return answer;
            }
            if (answer.isEmpty() || answer.charAt(0) != '$') {
                throw new IOException(line + ": " + answer);
            }
            var _ = reader.read();
            return new String(reader.readNBytes(Integer.parseInt(answer.substring(1))), StandardCharsets.UTF_8);
        }
    }

    private static void send(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Up to the end of a line, of which one byte is left to read. */
    private static String line(InputStream reader) throws IOException {
        var answer = new StringBuilder();
        for (int c = reader.read(); c >= 0 && c != '\r'; c = reader.read()) {
            answer.append((char) c);
        }
        return answer.toString();
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
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
