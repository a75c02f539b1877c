package dev.mixer.cli;

import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.spi.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server's HTTP API. */
final class Remote implements Oracle {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final URI server;
    private final Vocabulary vocabulary;
    private final @Nullable Secret token;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();

    /** Of a server at {@code HOST:PORT} or a URL, whose attributes are those of {@code vocabulary}; no token: none is sent. */
    Remote(String address, Vocabulary vocabulary, @Nullable Secret token) {
        this.token = token;
        this.vocabulary = vocabulary;
        try {
            var url = address.contains("://") ? address : "http://" + address;
            this.server = URI.create(url.endsWith("/") ? url : url + "/");
        } catch (IllegalArgumentException e) {
            throw new UsageException("--server " + address + ": expected HOST:PORT or a URL");
        }
        if (server.getHost() == null
                || !(server.getScheme().equals("http") || server.getScheme().equals("https"))) {
            throw new UsageException("--server " + address + ": expected HOST:PORT or a URL");
        }
    }

    @Override
    public Map<?, ?> check(Function<Vocabulary, Map<String, Object>> attributes, boolean explain) {
        return post("api/v1/check" + (explain ? "?explain=true" : ""), Map.of("attributes", json(attributes)));
    }

    @Override
    public Map<?, ?> report(Function<Vocabulary, Map<String, Object>> attributes) {
        return post("api/v1/report", Map.of("records", List.of(json(attributes))));
    }

    private Map<String, Object> json(Function<Vocabulary, Map<String, Object>> attributes) {
        var typed = new LinkedHashMap<String, Object>();
        attributes
                .apply(vocabulary)
                .forEach((name, value) ->
                        typed.put(name, JsonValue.of(vocabulary.require(name).type(), value)));
        return typed;
    }

    private Map<?, ?> post(String path, Map<String, Object> body) {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(ANSWER_LIMIT)
                .header("content-type", "application/json")
                .header("accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)));
        if (token != null) {
            request.header("authorization", "Bearer " + token.reveal());
        }
        try {
            var reply = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return read(reply);
        } catch (IOException e) {
            var reason = e.getMessage() == null ? "connection refused" : e.getMessage();
            throw new NoAnswerException("no answer from " + server + ": " + reason
                    + "; is a server running there (mixer serve DIR), or do you want --config DIR?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswerException("interrupted");
        }
    }

    private Map<?, ?> read(HttpResponse<String> reply) {
        Map<?, ?> json;
        try {
            json = Json.readObject(reply.body());
        } catch (IllegalArgumentException e) {
            throw new NoAnswerException(server + " answered HTTP " + reply.statusCode() + " without JSON");
        }
        // A refusal is an answer as well, whatever HTTP status it comes with.
        if (!(json.get("status") instanceof Map<?, ?>)) {
            if (reply.statusCode() == 401) {
                throw new NoAnswerException(server + " asks for "
                        + (token == null ? "a token" : "another token")
                        + "; give it with --token-file FILE or in MIXER_TOKEN");
            }
            var message = json.containsKey("error") ? Answer.text(json, "error") : Answer.text(json, "message");
            throw new NoAnswerException(
                    server + " answered HTTP " + reply.statusCode() + (message.isEmpty() ? "" : ": " + message));
        }
        return json;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
