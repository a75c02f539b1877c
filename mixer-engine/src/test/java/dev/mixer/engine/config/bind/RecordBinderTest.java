package dev.mixer.engine.config.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.config.yaml.YamlParser;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.DataSize;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.DnsName;
import dev.mixer.spi.EmailAddress;
import dev.mixer.spi.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class RecordBinderTest {
    public record Everything(
            String text,
            int small,
            long large,
            double real,
            boolean flag,
            Duration duration,
            Instant instant,
            InetAddress address,
            URI uri,
            EmailAddress email,
            DnsName name,
            Path path,
            DataSize size,
            Secret secret,
            Color color,
            List<Integer> list,
            Set<String> set,
            Map<String, AttributeValue> values,
            Optional<Duration> maybe,
            Nested nested,
            @Nullable String absent,
            @DefaultValue("7") int defaulted) {}

    public record Nested(
            @DefaultValue("a b") String text,
            @DefaultValue("[1, 2]") List<Integer> numbers) {}

    public enum Color {
        DARK_RED,
        GREEN
    }

    public record Tree(String name, List<Tree> children) {}

    public record Late(@DefaultValue("soon") Duration when) {}

    public record Strange(Thread thread) {}

    record Hidden(String text) {}

    public record Time(Duration of) {}

    private static final Secrets SECRETS = new Secrets() {
        @Override
        public Optional<String> environment(String name) {
            return name.equals("TOKEN") ? Optional.of("from env") : Optional.empty();
        }

        @Override
        public String file(Path path) throws IOException {
            if (!path.equals(Path.of("conf/token"))) {
                throw new NoSuchFileException(path.toString());
            }
            return "from file";
        }
    };

    private final Problems problems = new Problems();

    @Test
    void everyTypeBinds() throws IOException {
        Everything all = bind(Everything.class, """
                text: 007
                small: "-5"
                large: 9223372036854775807
                real: 1e-3
                flag: True
                duration: -1h30m0.5s
                instant: 2026-01-31T12:00:00Z
                address: ::ffff:10.0.0.1
                uri: https://a.example/b?c
                email: a@B.example
                name: A.Example.
                path: ../lists/a.txt
                size: 64KiB
                secret: {file: token}
                color: dark-red
                list: [1, 0x10]
                set: [b, a]
                values: {a: 1, b: 1.5, c: true, d: text, e: "1"}
                maybe: PT1.5S
                nested: {}
                """).orElseThrow();
        assertThat(problems.lines()).isEmpty();
        assertThat(all)
                .isEqualTo(new Everything(
                        "007",
                        -5,
                        Long.MAX_VALUE,
                        0.001,
                        true,
                        Duration.ofMillis(-5_400_500),
                        Instant.parse("2026-01-31T12:00:00Z"),
                        InetAddress.getByName("10.0.0.1"),
                        URI.create("https://a.example/b?c"),
                        new EmailAddress("a", "b.example"),
                        new DnsName("a.example"),
                        Path.of("lists/a.txt"),
                        new DataSize(65_536),
                        Secret.of("from file"),
                        Color.DARK_RED,
                        List.of(1, 16),
                        Set.of("a", "b"),
                        Map.of(
                                "a", new AttributeValue.Int64(1),
                                "b", new AttributeValue.Float64(1.5),
                                "c", new AttributeValue.Bool(true),
                                "d", new AttributeValue.Text("text"),
                                "e", new AttributeValue.Text("1")),
                        Optional.of(Duration.ofMillis(1500)),
                        new Nested("a b", List.of(1, 2)),
                        null,
                        7));
    }

    @Test
    void setsKeepTheirOrder() {
        var bound = bind(RecordSet.class, "names: [c, a, b]").orElseThrow();
        assertThat(bound.names()).containsExactly("c", "a", "b");
    }

    public record RecordSet(Set<String> names) {}

    @ParameterizedTest
    @CsvSource({
        "10ms, PT0.01S",
        "1.5s, PT1.5S",
        "1h30m, PT1H30M",
        "100us, PT0.0001S",
        "100µs, PT0.0001S",
        "7ns, PT0.000000007S",
        "0s, PT0S",
        "+2m, PT2M",
        "pt2h, PT2H"
    })
    void durationsAreWrittenAsInGoOrIso(String text, Duration wanted) {
        assertThat(bind(Time.class, "of: " + text)).contains(new Time(wanted));
    }

    @ParameterizedTest
    @CsvSource({"10", "1.5", "s", "1h 30m", "1x", "P1X", "999999999999h", "1ss", "--1s"})
    void otherDurationsAreRefused(String text) {
        assertThat(bind(Time.class, "of: " + text)).isEmpty();
        assertThat(problems.lines())
                .singleElement()
                .asString()
                .startsWith("conf/f.yaml:1:5: error: handler a.b: params.of: ");
    }

    @Test
    void recordsMayHoldThemselves() {
        var tree = bind(Tree.class, "{name: a, children: [{name: b}, {name: c, children: []}]}")
                .orElseThrow();
        assertThat(tree.children()).hasSize(2);
        assertThat(JsonSchema.textOf(Tree.class)).contains("\"children\"");
        assertThat(ParameterTable.rowsOf(Tree.class)).hasSize(2);
    }

    @Test
    void aFaultOfTheAuthorIsAProblemToo() {
        assertThat(bind(Late.class, "{}")).isEmpty();
        assertThat(bind(Strange.class, "{}")).isEmpty();
        assertThat(bind(Hidden.class, "{}")).isEmpty();
        assertThat(problems.lines())
                .containsExactly(
                        "conf/f.yaml:1:1: error: handler a.b: params: cannot be bound, a fault of its author: "
                                + Hidden.class.getName() + " must be public, so that the host can bind "
                                + Hidden.class.getName(),
                        "conf/f.yaml:1:1: error: handler a.b: params: cannot be bound, a fault of its author: "
                                + Strange.class.getName() + ".thread: the type java.lang.Thread cannot be bound",
                        "conf/f.yaml:1:1: error: handler a.b: params.when: 'soon' is not a duration such as 10ms, 1.5s, 1h30m");
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(bind(Token.class, "token: {env: TOKEN}")
                        .orElseThrow()
                        .token()
                        .reveal())
                .isEqualTo("from env");
        assertThat(bind(Token.class, "token: open-text").orElseThrow().token().reveal())
                .isEqualTo("open-text");
        assertThat(problems.toString()).contains("warning").doesNotContain("open-text");
    }

    public record Token(Secret token) {}

    private <R extends Record> Optional<R> bind(Class<R> type, String yaml) {
        YamlNode node = new YamlParser().parse("conf/f.yaml", yaml, problems).getFirst();
        return new RecordBinder(SECRETS)
                .bind(type, node, problems.scope("handler a.b").field("params"));
    }
}
