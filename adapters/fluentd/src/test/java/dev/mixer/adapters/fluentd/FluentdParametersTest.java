package dev.mixer.adapters.fluentd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.fluentd.FluentdParameters.Mode;
import dev.mixer.spi.DataSize;
import dev.mixer.spi.Secret;
import dev.mixer.testkit.Defaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FluentdParametersTest {
    private static final Map<String, Object> EVERY_KEY = everyKey();

    @Test
    void defaults() {
        assertThat(Defaults.of(FluentdParameters.class))
                .isEqualTo(new FluentdParameters(
                        "localhost:24224",
                        false,
                        "{name}.instance.{namespace}",
                        "mixer_id",
                        Mode.PACKED,
                        true,
                        Duration.ofSeconds(10),
                        new DataSize(8 << 20),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        Optional.empty()));
    }

    @Test
    void everyKeyIsTaken() {
        var parameters = Defaults.of(FluentdParameters.class, EVERY_KEY);
        assertThat(EVERY_KEY).hasSameSizeAs(FluentdParameters.class.getRecordComponents());
        assertThat(parameters.address()).isEqualTo("[::1]:1");
        assertThat(parameters.toString()).doesNotContain("key-text").doesNotContain("word-text");
    }

    @ParameterizedTest
    @CsvSource({
        "address, nowhere, is not HOST:PORT",
        "tag, ' ', tag is empty",
        "tag, a{kind}, 'holds a brace other than {name} and {namespace}'",
        "ackTimeout, PT0S, is not in 1ms to 1m",
        "ackTimeout, PT61S, is not in 1ms to 1m",
        "maxRecordSize, 1023, is not in 1KiB to 64MiB",
        "maxRecordSize, 65MiB, is not in 1KiB to 64MiB",
        "clientKey, absent, client_certificate and client_key go together",
        "tls, false, are of use with tls: true only",
        "password, absent, username and password go together",
        "sharedKey, absent, username needs shared_key",
    })
    void rejectedValues(String key, String value, String message) {
        var given = new HashMap<>(EVERY_KEY);
        given.put(
                key,
                switch (key) {
                    case "ackTimeout" -> Duration.parse(value);
                    case "maxRecordSize" -> DataSize.parse(value);
                    case "tls" -> Boolean.valueOf(value);
                    default -> value.equals("absent") ? Optional.empty() : value;
                });
        assertThatThrownBy(() -> Defaults.of(FluentdParameters.class, given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "{name}.instance.{namespace}, log.home, log.instance.home",
        "{name}.logentry.{namespace}, access-log.istio-system, access-log.logentry.istio-system",
        "mesh, log.home, mesh",
        "{namespace}/{name}, a.b.home, home/a.b",
    })
    void tags(String pattern, String instance, String tag) {
        assertThat(new TagPattern(pattern).of(instance)).isEqualTo(tag);
    }

    private static Map<String, Object> everyKey() {
        var all = new HashMap<String, Object>();
        all.put("address", "[::1]:1");
        all.put("integerDuration", true);
        all.put("tag", "t");
        all.put("idKey", "id");
        all.put("mode", Mode.FORWARD);
        all.put("requireAck", false);
        all.put("ackTimeout", Duration.ofSeconds(1));
        all.put("maxRecordSize", new DataSize(1024));
        all.put("tls", true);
        all.put("caCertificate", Optional.of(Path.of("ca.pem")));
        all.put("clientCertificate", Optional.of(Path.of("client.pem")));
        all.put("clientKey", Optional.of(Path.of("client.key")));
        all.put("sharedKey", Optional.of(Secret.of("key-text")));
        all.put("username", "mixer");
        all.put("password", Optional.of(Secret.of("word-text")));
        return all;
    }
}
