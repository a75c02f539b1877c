package dev.mixer.server.front.http;

import dev.mixer.engine.config.settings.ListenAddress;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The HTTP listener that proxies call. */
public final class AuthzPort implements AutoCloseable {
    /** Above what the front decides upon; beyond it the transport itself answers 431, or 414 for the first line. */
    private static final int MAX_HEADER_BYTES = 1 << 20;

    private static final int MAX_LINE_BYTES = 128 << 10;
    private static final int IDLE_SECONDS = 75;
    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    private final HttpServer server;

    private AuthzPort(HttpServer server) {
        this.server = server;
    }

    /**
     * Opens the port.
     *
     * @throws IOException with a sentence for the operator if it cannot be opened
     */
    public static AuthzPort open(Vertx vertx, ListenAddress.Tcp address, HttpAuthzFront front) throws IOException {
        var options = new HttpServerOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(IDLE_SECONDS);
        var server = vertx.createHttpServer(options).requestHandler(front);
        try {
            server.listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return new AuthzPort(server);
        } catch (ExecutionException | TimeoutException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "authz.address " + address + " cannot be opened: " + cause.getMessage()
                            + "; is another process using it? choose another with --set authz.address=HOST:PORT, or off",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The port in use. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        try {
            server.close().toCompletionStage().toCompletableFuture().get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // It ends with the process.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
