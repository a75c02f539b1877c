package dev.mixer.adapters.redisquota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Secret;
import dev.mixer.spi.template.RateLimit;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Certificates;
import dev.mixer.testkit.Poll;
import dev.mixer.testkit.TestHost;
import dev.mixer.testkit.backend.BackendProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Redis with TLS and a user that may do no more than the adapter needs. */
@Tag("backend")
class RedisTlsTest {
    private static final RateLimit LIMIT = new RateLimit("k", 3, Duration.ofHours(1));

    /** As the page of the adapter has it. */
    private static final String RIGHTS =
            "~mixer:* +evalsha +eval +ping +time +get +set +hget +hset +hmget +hgetall +hdel +pexpire";

    @TempDir
    Path folder;

    private final TestHost host = TestHost.create();
    private Certificates certificates;
    private RedisServer redis;
    private int port;

    @BeforeEach
    void start() throws Exception {
        certificates = new Certificates(folder);
        var pair = certificates.issue("redis", "ip:127.0.0.1");
        port = BackendProcess.freePort();
        redis = RedisServer.start(
                "--tls-port",
                Integer.toString(port),
                "--tls-cert-file",
                pair.certificate().toString(),
                "--tls-key-file",
                pair.key().toString(),
                "--tls-auth-clients",
                "no");
        assertThat(redis.command("ACL SETUSER host on >right " + RIGHTS)).isEqualTo("+OK");
    }

    @AfterEach
    void stop() throws Exception {
        redis.close();
        host.close();
    }

    private Handler open(Path authority, String password) throws Exception {
        var given = Map.of(
                "username",
                "host",
                "password",
                Optional.of(Secret.of(password)),
                "caCertificate",
                Optional.of(authority));
        return new RedisquotaAdapter().open(RedisParameters.of("rediss://127.0.0.1:" + port, given), host);
    }

    @Test
    void aUserWithTheFewestRightsDecidesOverTls() throws Exception {
        try (var handler = open(certificates.authority("ca"), "right")) {
            Poll.until("ready", () -> handler.state().phase() == Phase.READY);
            var first = Calls.quota(handler, LIMIT, 2);
            assertThat(first.status().message()).isEmpty();
            assertThat(first.granted()).isEqualTo(2);
            assertThat(Calls.quota(handler, LIMIT, 2).granted()).isZero();
        }
    }

    @Test
    void anotherAuthorityIsAStateThatSaysWhy() throws Exception {
        try (var handler = open(certificates.authority("other-ca"), "right")) {
            Poll.until("refused", () -> handler.state().detail().contains("certification path"));
            assertThat(handler.state().phase()).isEqualTo(Phase.CONNECTING);
            assertThat(Calls.quota(handler, LIMIT, 1).granted()).isZero();
        }
    }

    @Test
    void aWrongPasswordIsAStateThatSaysWhy() throws Exception {
        try (var handler = open(certificates.authority("ca"), "wrong")) {
            Poll.until("refused", () -> handler.state().detail().contains("WRONGPASS"));
            assertThat(handler.state().phase()).isEqualTo(Phase.CONNECTING);
            assertThat(Calls.quota(handler, LIMIT, 1).granted()).isZero();
        }
    }

    @Test
    void aMissingFileOfAuthoritiesIsAFaultThatLeavesNothingBehind() {
        var before = Thread.getAllStackTraces().keySet();
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() -> open(folder.resolve("none.pem"), "right"))
                .withMessageContaining("none.pem cannot be read")
                .matches(e -> e.kind() == AdapterException.Kind.PERMANENT);
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !before.contains(thread))
                .noneMatch(thread -> thread.getName().matches("(redisquota|lettuce).*"));
    }
}
