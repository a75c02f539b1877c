package dev.mixer.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.config.settings.HostSettings;
import dev.mixer.engine.config.settings.ListenAddress;
import dev.mixer.engine.config.settings.TokenSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoorkeeperTest {
    private static final String JSON = "application/json";

    private final Doorkeeper local = new Doorkeeper(new HostSettings.Http(ListenAddress.parse("my-laptop:8080"), null));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "mixer.localhost",
                "127.0.0.1",
                "127.1.2.3",
                "[::1]",
                "::1",
                "my-laptop"
            })
    void withoutATokenThisMachineIsAnswered(String host) {
        assertThat(local.judge("GET", "/api/v1/config", host, null, null)).isNull();
        assertThat(local.judge("POST", "/api/v1/check", host, null, JSON)).isNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "rebound.example.org",
                "localhost.example.org",
                "127.0.0.1.example.org",
                "127.0.0.1.nip.io",
                "notlocalhost",
                "10.0.0.1",
                "0.0.0.0",
                ""
            })
    void withoutATokenAnotherNameIsRefusedAsAPageMayHaveReboundIt(@Nullable String host) {
        assertThat(refused(local.judge("GET", "/api/v1/config", host, null, null))
                        .status())
                .isEqualTo(403);
        assertThat(refused(local.judge("GET", "/q/openapi", host, null, null)).sentence())
                .contains("http.token");
        assertThat(local.judge("GET", "/q/health/ready", host, null, null)).isNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "text/plain",
                "text/plain;application/json",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                ""
            })
    void whatAPageMaySendWithoutAskingIsNotRead(@Nullable String contentType) {
        assertThat(refused(local.judge("POST", "/api/v1/report", "localhost", null, contentType))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void jsonMayNameItsCharacters() {
        assertThat(local.judge("POST", "/api/v1/check", "localhost", null, "Application/JSON; charset=utf-8"))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 401",
                "'', 401",
                "Bearer, 401",
                "Bearer s3cre, 401",
                "Bearer s3cretx, 401",
                "Bearer S3CRET, 401",
                "Basic s3cret, 401",
                "s3cret, 401",
                "Bearer s3cret, 0",
                "bearer   s3cret, 0"
            })
    void withATokenOnlyTheTokenOpens(@Nullable String authorization, int status, @TempDir Path folder)
            throws IOException {
        var refusal = guarded(folder).judge("GET", "/api/v1/config", "anywhere.example.org", authorization, null);

        assertThat(refusal == null ? 0 : refusal.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/ready", "/q/health/group/x", "/metrics", "/q/metrics"})
    void healthAndMetricsStayOpen(String path, @TempDir Path folder) throws IOException {
        assertThat(guarded(folder).judge("GET", path, "anywhere", null, null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/v1/config",
                "/%61pi/v1/config",
                "//api/v1/config",
                "/q/openapi",
                "/q/health/../../api/v1/config",
                "/q/health/%2e%2e/%2e%2e/api/v1/config",
                "/metrics/../api/v1/config",
                "/metrics/",
                "/metrics;x",
                "/q/health;/../api",
                "/q/healthy",
                "/metrics\n"
            })
    void anyOtherSpellingOfAPathNeedsTheToken(String path, @TempDir Path folder) throws IOException {
        assertThat(refused(guarded(folder).judge("GET", path, "localhost", null, null))
                        .status())
                .isEqualTo(401);
    }

    private static Doorkeeper.Refusal refused(Doorkeeper.@Nullable Refusal refusal) {
        return Objects.requireNonNull(refusal, "was let in");
    }

    private static Doorkeeper guarded(Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("token"), "s3cret\n");
        return new Doorkeeper(new HostSettings.Http(ListenAddress.parse("0.0.0.0:8080"), new TokenSource(file, null)));
    }
}
