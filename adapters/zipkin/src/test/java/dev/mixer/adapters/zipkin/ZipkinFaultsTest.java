package dev.mixer.adapters.zipkin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AdapterException.Kind;
import dev.mixer.spi.Secret;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Certificates;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that a real Zipkin gives rarely, and connections that it does not offer by itself. */
class ZipkinFaultsTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678901Z");

    private final TestHost host = TestHost.create();
    private final Map<String, String> seen = new ConcurrentHashMap<>();
    private @Nullable HttpServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
        host.close();
    }

    private void serve(HttpServer started, int status, String retryAfter) {
        server = started;
        started.createContext("/", exchange -> {
            seen.put("path", exchange.getRequestURI().getPath());
            exchange.getRequestHeaders().forEach((name, values) -> seen.put(name, values.getFirst()));
            var in = "gzip".equals(seen.get("Content-encoding"))
                    ? new GZIPInputStream(exchange.getRequestBody())
                    : exchange.getRequestBody();
            seen.put("body", new String(in.readAllBytes(), StandardCharsets.UTF_8));
            if (!retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        started.start();
    }

    private static HttpServer plain() throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    private void send(String scheme, Map<String, ?> given) throws Exception {
        var url = URI.create(
                scheme + "://127.0.0.1:" + requireNonNull(server).getAddress().getPort() + "/under/");
        var all = new HashMap<String, Object>(given);
        all.put("url", url);
        try (var handler = new ZipkinAdapter().open(Defaults.of(ZipkinParameters.class, all), host)) {
            Calls.report(
                    handler, "span.default", Spans.server("ab", "1", "", START), Spans.server("ab", "2", "", START));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, PERMANENT", "413, PERMANENT", "401, TRANSIENT", "403, TRANSIENT", "404, TRANSIENT",
        "408, TRANSIENT", "429, TRANSIENT", "500, TRANSIENT", "503, TRANSIENT", "302, TRANSIENT"
    })
    void refusalsOfSpansAreToldApartFromThoseOfTheMoment(int status, Kind kind) throws Exception {
        serve(plain(), status, "");
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() -> send("http", Map.of()))
                .withMessageContaining("status " + status)
                .returns(kind, AdapterException::kind)
                .returns(Optional.empty(), AdapterException::retryAfter);
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "'Fri, 02 Jan 2099 00:00:00 GMT', 86400", "'Fri, 02 Jan 1998 00:00:00 GMT', 0"})
    void theServerSaysWhenToComeBack(String header, long seconds) throws Exception {
        serve(plain(), 503, header);
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() -> send("http", Map.of()))
                .returns(Optional.of(Duration.ofSeconds(seconds)), AdapterException::retryAfter);
    }

    @Test
    void aBatchIsOneCompressedListWithTheHeadersOfTheParameters() throws Exception {
        serve(plain(), 202, "");
        send("http", Map.of("headers", Map.of("Authorization", Secret.of("Bearer t"))));
        assertThat(seen)
                .containsEntry("path", "/under/api/v2/spans")
                .containsEntry("Content-type", "application/json")
                .containsEntry("Content-encoding", "gzip")
                .containsEntry("Authorization", "Bearer t");
        assertThat(seen.get("body"))
                .startsWith("[{\"traceId\":\"00000000000000ab\"")
                .endsWith("}]");
    }

    @Test
    void withoutCompression() throws Exception {
        serve(plain(), 202, "");
        send("http", Map.of("gzip", false));
        assertThat(seen).doesNotContainKey("Content-encoding").containsKey("body");
    }

    @Test
    void aServerOfTheNamedAuthorityIsTrustedAndNoOther(@TempDir Path folder) throws Exception {
        var certificates = new Certificates(folder);
        certificates.issue("zipkin", "ip:127.0.0.1");
        var secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(certificates.server("zipkin")));
        serve(secure, 202, "");
        send("https", Map.of("caCertificate", Optional.of(certificates.authority("ca"))));
        assertThat(seen).containsKey("body");
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(
                        () -> send("https", Map.of("caCertificate", Optional.of(certificates.authority("other-ca")))))
                .withMessageContaining("certification path")
                .returns(Kind.TRANSIENT, AdapterException::kind);
    }

    @Test
    void anAuthorityThatCannotBeReadIsAnErrorOfTheConfiguration(@TempDir Path folder) throws Exception {
        serve(plain(), 202, "");
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() -> send("http", Map.of("caCertificate", Optional.of(folder.resolve("none.pem")))))
                .withMessageContaining("none.pem")
                .returns(Kind.PERMANENT, AdapterException::kind);
    }
}
