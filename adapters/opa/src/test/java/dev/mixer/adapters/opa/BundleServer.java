package dev.mixer.adapters.opa;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A server that has one bundle, notes who asks how, and may be told to misbehave. */
final class BundleServer implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Headers> requests = new CopyOnWriteArrayList<>();
    private final Optional<SSLContext> identity;
    private HttpServer server;
    private volatile HttpHandler answer = exchange -> send(exchange, 404, new byte[0], null);

    BundleServer() {
        this(Optional.empty());
    }

    /** @param identity what it proves itself with; empty: it speaks plain HTTP */
    BundleServer(Optional<SSLContext> identity) {
        this.identity = identity;
        this.server = start(0);
    }

    private HttpServer start(int port) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            HttpServer started;
            if (identity.isPresent()) {
                var secure = HttpsServer.create(address, 0);
                secure.setHttpsConfigurator(new HttpsConfigurator(identity.get()));
                started = secure;
            } else {
                started = HttpServer.create(address, 0);
            }
            started.createContext("/", exchange -> {
                requests.add(exchange.getRequestHeaders());
                answer.handle(exchange);
            });
            started.setExecutor(threads);
            started.start();
            return started;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Answers so from now on. */
    void answers(HttpHandler next) {
        answer = next;
    }

    /** Has an archive under a tag from now on, and answers 304 to who has it. */
    void has(byte[] archive, String tag) {
        answers(exchange -> {
            boolean seen = tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            send(exchange, seen ? 304 : 200, seen ? new byte[0] : archive, tag);
        });
    }

    /** Who asked, in order. */
    List<Headers> requests() {
        return requests;
    }

    /** A header of the request that came last; null: it had none of that name. */
    @Nullable
    String last(String header) {
        return requests.getLast().getFirst(header);
    }

    URI uri() {
        return uri("/bundle.tar.gz");
    }

    URI uri(String path) {
        return URI.create((identity.isPresent() ? "https" : "http") + "://127.0.0.1:"
                + server.getAddress().getPort() + path);
    }

    /** As if it were killed. */
    void kill() {
        server.stop(0);
    }

    /** Comes back where it was. */
    void comeBack() {
        server = start(server.getAddress().getPort());
    }

    /** @param tag the entity tag; null: none */
    static void send(HttpExchange exchange, int status, byte[] body, @Nullable String tag) throws IOException {
        if (tag != null) {
            exchange.getResponseHeaders().set("ETag", tag);
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
