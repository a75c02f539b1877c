package dev.mixer.adapters.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Secret;
import dev.mixer.spi.Status;
import dev.mixer.spi.template.ApiKey;
import dev.mixer.spi.template.ApiKeyCaller;
import dev.mixer.testkit.AdapterContract;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeyAdapterTest extends AdapterContract<ApiKeyParameters> {
    /** The clock of the tests shows 2026-01-02T03:04:05Z. */
    private static final String KEYS =
            """
            # made with: printf %%s KEY | sha256sum
            - {hash: %s, name: alice, groups: [readers, writers]}
            - {hash: %s, name: bob, services: [books, orders], expires: 2026-01-02T03:05:05Z}
            - hash: %s
              name: carol
              expires: 2026-01-02T03:04:05Z
            """.formatted(sha("key-1"), sha("key-2").toUpperCase(java.util.Locale.ROOT), sha("key-3"));

    @TempDir
    private Path folder = Path.of("");

    private TestHost host = TestHost.create();

    @BeforeEach
    void start() {
        host = TestHost.create();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Override
    protected Adapter<ApiKeyParameters> adapter() {
        return new ApiKeyAdapter();
    }

    @Override
    protected ApiKeyParameters workingParameters() throws IOException {
        return of(write(KEYS), Map.of());
    }

    @Override
    protected Instance instance(Class<? extends Instance> template) {
        return template == ApiKey.class ? call("key-1", "books") : new ApiKeyCaller("key-1");
    }

    @ParameterizedTest
    @CsvSource({
        "key-1, books, OK, ''",
        "key-1, anything, OK, ''",
        "key-1, '', OK, ''",
        "'', books, UNAUTHENTICATED, an API key is required",
        "key-9, books, UNAUTHENTICATED, the API key is not known",
        "KEY-1, books, UNAUTHENTICATED, the API key is not known",
        "' key-1', books, UNAUTHENTICATED, the API key is not known",
        "key-2, books, OK, ''",
        "key-2, orders, OK, ''",
        "key-2, Books, PERMISSION_DENIED, the API key is not for this service",
        "key-2, book, PERMISSION_DENIED, the API key is not for this service",
        "key-2, '', PERMISSION_DENIED, the API key is not for this service",
        "key-3, books, UNAUTHENTICATED, the API key has expired",
    })
    void answers(String key, String api, Status.Code code, String message) throws Exception {
        try (var handler = open(Map.of())) {
            var result = Calls.check(handler, call(key, api));
            assertThat(result.status()).isEqualTo(Status.of(code, message));
            assertThat(result.output() != null).isEqualTo(code == Status.Code.OK);
        }
    }

    @Test
    void aDigestIsNoKey() throws Exception {
        try (var handler = open(Map.of())) {
            assertThat(check(handler, sha("key-1")).status().code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        }
    }

    @Test
    void anAnswerTellsWhoseKeyItIs() throws Exception {
        try (var handler = open(Map.of())) {
            var alice = new ApiKey.Caller("alice", "readers,writers");
            assertThat(check(handler, "key-1").output()).isEqualTo(alice);
            assertThat(Calls.derive(handler, new ApiKeyCaller("key-1")).output())
                    .isEqualTo(alice);
            assertThat(Calls.derive(handler, new ApiKeyCaller("")).status()).isEqualTo(Status.OK);
            assertThat(Calls.derive(handler, new ApiKeyCaller("")).output()).isNull();
            assertThat(Calls.derive(handler, new ApiKeyCaller("key-9")).status().code())
                    .isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(Calls.derive(handler, new ApiKeyCaller("key-3")).status().message())
                    .isEqualTo("the API key has expired");
        }
    }

    @Test
    void anAnswerLivesNoLongerThanItsKey() throws Exception {
        try (var handler = open(Map.of("cachingInterval", Duration.ofSeconds(100)))) {
            assertThat(check(handler, "key-1").validFor()).isEqualTo(Duration.ofSeconds(100));
            assertThat(check(handler, "key-2").validFor()).isEqualTo(Duration.ofSeconds(60));
            host.advance(Duration.ofSeconds(59));
            assertThat(check(handler, "key-2").validFor()).isEqualTo(Duration.ofSeconds(1));
            host.advance(Duration.ofSeconds(1));
            assertThat(check(handler, "key-2").status().message()).isEqualTo("the API key has expired");
        }
        try (var handler = open(Map.of())) {
            assertThat(check(handler, "key-1").validFor()).isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void withAPepperPlainDigestsAreOfNoUse() throws Exception {
        // printf %s key-1 | openssl dgst -sha256 -hmac pepper
        var mac = javax.crypto.Mac.getInstance("HmacSHA256");
        mac.init(new javax.crypto.spec.SecretKeySpec("pepper".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        var hash = HexFormat.of().formatHex(mac.doFinal("key-1".getBytes(StandardCharsets.UTF_8)));
        var file = write("- {hash: " + hash + ", name: alice}\n- {hash: " + sha("key-2") + ", name: bob}\n");
        try (var handler = adapter().open(of(file, Map.of("pepper", Optional.of(Secret.of("pepper")))), host)) {
            assertThat(check(handler, "key-1").status()).isEqualTo(Status.OK);
            assertThat(check(handler, "key-2").status().code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        }
    }

    @Test
    void anEditTakesEffectWithinASecond() throws Exception {
        try (var handler = open(Map.of())) {
            assertThat(check(handler, "key-1").status()).isEqualTo(Status.OK);
            write("- {hash: " + sha("key-9") + ", name: zoe}");
            host.advance(Duration.ofSeconds(1));
            assertThat(check(handler, "key-1").status().code()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(check(handler, "key-9").status()).isEqualTo(Status.OK);
            assertThat(host.gauge("apikey_keys")).isEqualTo(1);
            write("");
            host.advance(Duration.ofSeconds(1));
            assertThat(check(handler, "key-9").status().code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        }
    }

    @Test
    void aBrokenOrMissingFileLeavesTheOldKeysUntilTheirTtlEnds() throws Exception {
        try (var handler = open(Map.of())) {
            write("- {hash: secret-key-itself, name: x}");
            host.advance(Duration.ofSeconds(1));
            assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
            assertThat(handler.state().detail()).contains("line 1").doesNotContain("secret-key-itself");
            assertThat(check(handler, "key-1").status()).isEqualTo(Status.OK);
            Files.delete(folder.resolve("keys.yaml"));
            host.advance(Duration.ofSeconds(298));
            assertThat(check(handler, "key-1").status()).isEqualTo(Status.OK);
            host.advance(Duration.ofSeconds(2));
            assertThatThrownBy(() -> check(handler, "key-1")).hasMessageContaining("keys not loaded");
            assertThat(handler.state().phase()).isEqualTo(Phase.CONNECTING);
            write(KEYS);
            host.advance(Duration.ofSeconds(1));
            assertThat(check(handler, "key-1").status()).isEqualTo(Status.OK);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|line 1: the file must be a list of keys",
                "- x|line 1: a key must be a mapping, {hash: …, name: …}",
                "- {name: x}|line 1: hash is missing",
                "- {hash: HASH}|line 1: name is missing",
                "- {hash: HASH, name: ''}|line 1: name is missing",
                "- {hash: abc, name: x}|line 1: hash must be 64 hexadecimal digits",
                "- {hash: [], name: x}|line 1: hash must be text",
                "- {hash: HASH, name: x, group: a}|line 1: there is no field 'group'; there are expires, groups, hash, name, services",
                "- {hash: HASH, name: x, name: y}|line 1: name stands there twice",
                "- {hash: HASH, name: x, expires: soon}|line 1: expires must be a time such as 2027-01-31T00:00:00Z",
                "- {hash: HASH, name: x, services: []}|line 1: services is empty; leave it out for a key that is for all",
                "- {hash: HASH, name: x, services: a}|line 1: services must be a list of texts",
                "- {hash: HASH, name: x, groups: ['a,b']}|line 1: a group must not hold a comma",
                "- {hash: HASH, name: x}NEXT- {hash: HASH, name: y}|line 2: the same hash stands in the file twice",
                "- {hash: HASH|line 1: it is not YAML",
            })
    void aFileWithAFaultIsRejectedWithItsLine(String text, String message) {
        var filled = text.replace("HASH", sha("k")).replace("NEXT", "\n");
        assertThatThrownBy(() -> KeyFileReader.read(filled)).hasMessage(message);
    }

    private Handler open(Map<String, ?> others) throws Exception {
        return adapter().open(of(write(KEYS), others), host);
    }

    private static CheckResult check(Handler handler, String key) throws Exception {
        return Calls.check(handler, call(key, "books"));
    }

    private static ApiKey call(String key, String api) {
        return new ApiKey(api, "", "", key, Optional.empty());
    }

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("keys.yaml"), content);
    }

    private static ApiKeyParameters of(Path file, Map<String, ?> others) {
        var given = new java.util.HashMap<String, Object>(others);
        given.put("file", file);
        return Defaults.of(ApiKeyParameters.class, given);
    }

    private static String sha(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
