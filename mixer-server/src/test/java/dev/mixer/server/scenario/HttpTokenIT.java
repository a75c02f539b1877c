package dev.mixer.server.scenario;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.mixer.testkit.backend.BackendProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged server with an HTTP interface that all machines reach, and the token that this takes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpTokenIT {
    private static final String ALICE = "{\"attributes\": {\"request.method\": \"GET\"}}";

    private final int port = BackendProcess.freePort();
    private PackagedServer server;
    private Path token;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        PackagedServer.quickstart(folder);
        token = Files.writeString(folder.resolve("token"), "s3cret\n");
        server = PackagedServer.start(folder, "--http-address", "0.0.0.0:" + port, "--set", "http.token.file=" + token)
                .awaitBanner();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/config", "/api/v1/nothing", "/", "/q/openapi", "/q/swagger-ui"})
    void withoutTheTokenNothingOfTheApiIsShown(String path) {
        given().get(uri(path))
                .then()
                .statusCode(401)
                .header("www-authenticate", "Bearer")
                .contentType("application/json")
                .body("error", containsString("authorization: Bearer TOKEN"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%61pi/v1/config",
                "//api/v1/config",
                "/metrics/../api/v1/config",
                "/q/health/%2e%2e/%2e%2e/api/v1/config",
                "/q/health/..;/../api/v1/config"
            })
    void noSpellingOfThePathGoesAroundTheToken(String path) throws IOException {
        assertThat(rawStatus(port, path, "localhost")).isEqualTo("HTTP/1.1 401 Unauthorized");
    }

    @Test
    void withTheTokenTheApiAnswers() {
        given().header("authorization", "Bearer s3cret")
                .get(uri("/api/v1/config"))
                .then()
                .statusCode(200)
                .body("state", equalTo("READY"));
        given().header("authorization", "Bearer s3cret")
                .contentType("application/json")
                .body(ALICE)
                .post(uri("/api/v1/check"))
                .then()
                .statusCode(200)
                .body("status.code", equalTo("OK"));
        given().header("authorization", "Bearer wrong")
                .contentType("application/json")
                .body(ALICE)
                .post(uri("/api/v1/check"))
                .then()
                .statusCode(401);
    }

    @Test
    void healthAndMetricsNeedNone() {
        for (var path : new String[] {"/q/health", "/q/health/live", "/q/health/ready", "/metrics"}) {
            given().get(uri(path)).then().statusCode(200);
        }
    }

    @Test
    void theTokenStandsNowhereInTheLog() {
        assertThat(server.process().output())
                .contains("-H 'authorization: Bearer TOKEN'")
                .doesNotContain("s3cret");
    }

    @Test
    void aReplacedTokenCountsWithoutARestart(@TempDir Path folder) throws IOException {
        PackagedServer.quickstart(folder);
        var file = Files.writeString(folder.resolve("token"), "first");
        try (var own =
                PackagedServer.start(folder, "--set", "http.token.file=" + file).awaitBanner()) {
            assertThat(statusWith(own, "first")).isEqualTo(200);

            Files.writeString(file, "second");

            own.process().await("taking the second", Duration.ofSeconds(20), () -> statusWith(own, "second") == 200);
            assertThat(statusWith(own, "first")).isEqualTo(401);
        }
    }

    @Test
    void withoutATokenRequestsToOtherNamesAreRefused(@TempDir Path folder) throws IOException {
        PackagedServer.quickstart(folder);
        try (var own = PackagedServer.start(folder).awaitBanner()) {
            assertThat(rawStatus(own.http(), "/api/v1/config", "localhost:" + own.http()))
                    .isEqualTo("HTTP/1.1 200 OK");
            assertThat(rawStatus(own.http(), "/api/v1/config", "rebound.example.org:" + own.http()))
                    .isEqualTo("HTTP/1.1 403 Forbidden");
            assertThat(rawStatus(own.http(), "/q/health/live", "rebound.example.org"))
                    .isEqualTo("HTTP/1.1 200 OK");
        }
    }

    private static int statusWith(PackagedServer server, String token) {
        return given().header("authorization", "Bearer " + token)
                .get(server.uri("/api/v1/config"))
                .statusCode();
    }

    private String uri(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** The status line for a path and a host that no client library may tidy up. */
    private static String rawStatus(int port, String path, String host) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return firstLine(socket.getInputStream());
        }
    }

    private static String firstLine(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("nothing");
    }
}
