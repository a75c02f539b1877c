package dev.mixer.adapters.opa.network;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks servers, and none but those that are allowed, wherever redirects lead. Safe for all threads. */
final class Exchange implements AutoCloseable {
    private static final int MOST_REDIRECTS = 10;

    /** Each policy has few ways to trust; more than these are made anew. */
    private static final int MOST_CLIENTS = 16;

    /** They do not follow to other hosts. */
    private static final Set<String> SECRETS = Set.of("authorization", "cookie", "cookie2", "www-authenticate");

    private final NetworkSettings settings;
    private final Map<ClientTls, HttpClient> clients = new ConcurrentHashMap<>();

    Exchange(NetworkSettings settings) {
        this.settings = settings;
    }

    /** Makes the usual client. */
    void warmUp() {
        try {
            var _ = client(new ClientTls("", false, false));
        } catch (RequestFailedException e) {
            // told by the first call
        }
    }

    /**
     * Asks.
     *
     * @throws InterruptedException if the decision ends in between
     */
    Answer ask(SendRequest request, Duration limit) throws RequestFailedException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        var client = client(request.tls());
        var method = request.method();
        var body = request.body();
        var url = request.url();
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            requireAllowed(url);
            var response = send(client, message(request, method, body, url), url, deadline);
            int status = response.statusCode();
            var location = response.headers().firstValue("Location");
            if (!request.redirects()
                    || location.isEmpty()
                    || !Set.of(301, 302, 303, 307, 308).contains(status)) {
                return answer(response);
            }
            url = redirected(url, location.get());
            boolean again = status == 307 || status == 308 || method.equals("GET") || method.equals("HEAD");
            if (!again) { // RFC 9110, 15.4
                method = "GET";
                body = new byte[0];
            }
        }
        throw new RequestFailedException(
                request.url().getHost() + " redirects more than " + MOST_REDIRECTS + " times", true);
    }

    private void requireAllowed(URI url) throws RequestFailedException {
        if (!settings.hosts().allows(url)) {
            throw RequestFailedException.refused("host " + url.getAuthority() + " is not among http_send.hosts");
        }
    }

    private HttpClient client(ClientTls tls) throws RequestFailedException {
        var known = clients.get(tls);
        if (known != null) {
            return known;
        }
        // Redirects are followed here, so that each is looked at.
        var builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER);
        tls.context(settings).ifPresent(builder::sslContext);
        if (clients.size() >= MOST_CLIENTS) {
            clients.values().forEach(HttpClient::shutdown);
            clients.clear();
        }
        return clients.computeIfAbsent(tls, _ -> builder.build());
    }

    private static HttpRequest message(SendRequest request, String method, byte[] body, URI url)
            throws RequestFailedException {
        try {
            var message = HttpRequest.newBuilder(url)
                    .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
            boolean same = Objects.equals(url.getHost(), request.url().getHost());
            request.headers().forEach((name, value) -> {
                if (same || !SECRETS.contains(name.toLowerCase(Locale.ROOT))) {
                    message.header(name, value);
                }
            });
            if (!request.headers().containsKey("User-Agent")) {
                message.header("User-Agent", "mixer");
            }
            return message.build();
        } catch (IllegalArgumentException e) {
            throw RequestFailedException.refused("no request can be made of the fields");
        }
    }

    private static URI redirected(URI from, String location) throws RequestFailedException {
        URI to;
        try {
            to = SendRequest.url(from.resolve(location).toString());
        } catch (IllegalArgumentException e) {
            throw new RequestFailedException(from.getHost() + " redirects to nowhere", true);
        }
        if ("https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(to.getScheme())) {
            throw new RequestFailedException(from.getHost() + " redirects from https to http", true);
        }
        return to;
    }

    /** Asynchronous, because the time limit of a plain request ends with the headers and would let a body drip for ever. */
    private HttpResponse<byte[]> send(HttpClient client, HttpRequest message, URI url, long deadline)
            throws RequestFailedException, InterruptedException {
        var answer = client.sendAsync(message, BodyHandlers.limiting(BodyHandlers.ofByteArray(), settings.largest()));
        try {
            return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            var cause = e.getCause() instanceof IOException io ? io : e;
            throw new RequestFailedException(url.getHost() + " cannot be asked: " + describe(cause), true);
        } catch (TimeoutException e) {
            throw new RequestFailedException(url.getHost() + " has not answered in time", true);
        } finally {
            answer.cancel(true);
        }
    }

    private static String describe(Exception failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        var headers = new TreeMap<String, List<String>>();
        response.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        return new Answer(response.statusCode(), headers, response.body());
    }

    @Override
    public void close() {
        clients.values().forEach(HttpClient::shutdownNow);
        clients.clear();
    }
}
