package dev.mixer.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mixer.spi.DataSize;
import dev.mixer.spi.Problem;
import dev.mixer.spi.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaParametersTest {
    private static final String SERVER = "kafka.infra:9092";

    static Stream<Arguments> outOfBounds() {
        return Stream.of(
                Arguments.of("maxTopics", 0L, "maxTopics 0 is not in 1 to 10000"),
                Arguments.of("maxTopics", 10_001L, "maxTopics 10001 is not in 1 to 10000"),
                Arguments.of("linger", Duration.ofSeconds(11), "linger PT11S is not in 0s to 10s"),
                Arguments.of("linger", Duration.ofMillis(-1), "is not in 0s to 10s"),
                Arguments.of("maxRequestSize", new DataSize(10), "maxRequestSize 10B is not in 1KiB to 512MiB"),
                Arguments.of("maxRequestSize", new DataSize(1L << 30), "is not in 1KiB to 512MiB"),
                Arguments.of("deliveryTimeout", Duration.ofMillis(10), "is not in 1s to 10m"),
                Arguments.of("deliveryTimeout", Duration.ofMinutes(11), "is not in 1s to 10m"),
                Arguments.of("bootstrapServers", List.of(), "bootstrapServers names no server"));
    }

    @ParameterizedTest
    @MethodSource("outOfBounds")
    void whatIsOutOfBoundsIsRefused(String component, Object value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Parameters.of(SERVER, "logs", Map.of(component, value)))
                .withMessageContaining(message);
    }

    static Stream<Arguments> problems() {
        return Stream.of(
                Arguments.of(
                        "logs",
                        Map.of("bootstrapServers", List.of(SERVER, "kafka")),
                        "bootstrapServers[1]",
                        "'kafka' is not HOST:PORT, such as kafka.infra:9092"),
                Arguments.of(
                        "logs",
                        Map.of("bootstrapServers", List.of("kafka:99999")),
                        "bootstrapServers[0]",
                        "'kafka:99999' is not HOST:PORT"),
                Arguments.of("", Map.of(), "topic", "is empty"),
                Arguments.of("a b", Map.of(), "topic", "'a b' is no name of a topic"),
                Arguments.of("..", Map.of(), "topic", "'..' is no name of a topic"),
                Arguments.of("logs-{sverity}", Map.of(), "topic", "{sverity} is no field of a record"),
                Arguments.of(
                        "{severity}",
                        Map.of("overflowTopic", Optional.of("a/b")),
                        "overflowTopic",
                        "'a/b' is no name of a topic"),
                Arguments.of("logs", Map.of("key", "{user"), "key", "does not close the brace"),
                Arguments.of("logs", Map.of("headers", Map.of("x", "{user}")), "headers.x", "{user} is no field"),
                Arguments.of("logs", Map.of("headers", Map.of("", "x")), "headers", "a header has no name"),
                Arguments.of(
                        "logs",
                        Map.of("headers", Map.of("mixer-id", "x")),
                        "headers.mixer-id",
                        "mixer-id is written by the adapter itself"),
                Arguments.of(
                        "logs",
                        Map.of("sasl", Optional.of(new KafkaSasl(KafkaSasl.Mechanism.PLAIN, "me", Secret.of("x")))),
                        "sasl.mechanism",
                        "PLAIN without tls shows the password"));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void validateSaysWhatWouldBeRight(String topic, Map<String, ?> given, String path, String message) {
        var problems = new KafkaAdapter().validate(Parameters.of(SERVER, topic, given));
        assertThat(problems).extracting(Problem::path).containsExactly(path);
        assertThat(problems.getFirst().message()).contains(message);
    }

    @Test
    void addressesOfBothKindsAndNamesAreServers() {
        var given = Map.of("bootstrapServers", List.of(SERVER, "10.0.0.1:1", "[::1]:9092", "a_b:65535"));
        assertThat(new KafkaAdapter().validate(Parameters.of(SERVER, "logs-{severity}", given)))
                .isEmpty();
    }

    @Test
    void aCertificateWithoutItsKeyIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KafkaTls(Optional.empty(), Optional.of(Path.of("a.pem")), Optional.empty()))
                .withMessageContaining("go together");
    }

    @Test
    void aPasswordCannotEndItsText() {
        var sasl = new KafkaSasl(KafkaSasl.Mechanism.PLAIN, "m\"e", Secret.of("a\\\"; b"));
        assertThat(sasl.jaasConfiguration())
                .isEqualTo("org.apache.kafka.common.security.plain.PlainLoginModule required"
                        + " username=\"m\\\"e\" password=\"a\\\\\\\"; b\";");
        assertThat(sasl.toString()).doesNotContain("b\";");
    }
}
