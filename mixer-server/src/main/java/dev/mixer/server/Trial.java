package dev.mixer.server;

import dev.mixer.engine.config.settings.ListenAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a host that was only started to see whether it would serve, as whoever watches over it does. */
final class Trial {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OK = 200;

    private Trial() {}

    static boolean isReady(ListenAddress http, int port) {
        var address = http instanceof ListenAddress.Tcp(var host, var _) ? host + ":" + port : http.toString();
        try (var client = HttpClient.newHttpClient()) {
            var ready = HttpRequest.newBuilder(URI.create("http://" + address + "/q/health/ready"))
                    .timeout(PATIENCE)
                    .build();
            return client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            System.err.println("mixer: " + address + " does not answer: " + e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
