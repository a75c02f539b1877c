package dev.mixer.server.scenario;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** An HTTP server that notes the records that it answered with success, and has faults when it is told to. */
final class FaultyReceiver implements AutoCloseable {
    private static final Pattern RECORD = Pattern.compile("/record-\\d+");

    /** How it answers. */
    enum Fault {
        NONE,
        /** Nothing is taken. */
        BROKEN,
        /** Everything is taken, the answer comes too late or is an error. */
        LYING,
        /** No answer for seconds. */
        HANGING
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<String> received = ConcurrentHashMap.newKeySet();
    private final AtomicInteger repeated = new AtomicInteger();
    private volatile Fault fault = Fault.NONE;

    FaultyReceiver(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/records";
    }

    void behave(Fault next) {
        fault = next;
    }

    Set<String> received() {
        return received;
    }

    /** How many records came again. */
    int repeated() {
        return repeated.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            switch (fault) {
                case NONE -> {
                    take(body);
                    exchange.sendResponseHeaders(204, -1);
                }
                case BROKEN -> exchange.sendResponseHeaders(500, -1);
                case LYING -> {
                    take(body);
                    exchange.sendResponseHeaders(503, -1);
                }
                case HANGING -> {
                    Thread.sleep(3000);
                    exchange.sendResponseHeaders(500, -1);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(String body) {
        var matcher = RECORD.matcher(body);
        while (matcher.find()) {
            if (!received.add(matcher.group())) {
                repeated.incrementAndGet();
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
