package dev.mixer.engine.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.MapBag;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.CheckInstance;
import dev.mixer.spi.DefaultExpression;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.DnsName;
import dev.mixer.spi.EmailAddress;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Template;
import dev.mixer.spi.template.RequestContext;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceBuilderTest {
    private final Slots slots = new Slots(Vocabulary.standard()
            .with(Map.of(
                    "my.double", ValueType.DOUBLE,
                    "my.email", ValueType.EMAIL_ADDRESS,
                    "my.uri", ValueType.URI,
                    "my.dns", ValueType.DNS_NAME)));

    /** Every type that an expression can fill. */
    @Template("everything")
    public record Everything(
            String text,
            long number,
            double fraction,
            boolean flag,
            Instant instant,
            Duration span,
            InetAddress address,
            EmailAddress email,
            URI link,
            DnsName host,
            AttributeValue any,
            Map<String, String> labels,
            Map<String, AttributeValue> values)
            implements CheckInstance<Void> {}

    @Template("inner")
    public record Inner(
            @DefaultValue("anonymous") String userName,
            Optional<String> group,
            @DefaultValue("5s") Duration patience,
            Map<String, String> tags) {}

    @Template("outer")
    public record Outer(Inner inner, Optional<Inner> other) implements CheckInstance<Void> {}

    @Template("standard")
    public record Standard(
            @DefaultExpression("request.method") Optional<String> method,
            @DefaultExpression("request.headers") Map<String, String> headers,
            @DefaultExpression("request.size | 0") long size)
            implements CheckInstance<Void> {}

    @Template("two")
    public record Two(String first, String second) implements CheckInstance<Void> {
        public Two {
            if (first.equals("bad")) {
                throw new IllegalArgumentException("first must not be bad");
            }
            if (first.equals("worse")) {
                throw new IllegalStateException();
            }
        }
    }

    @Template("odd")
    public record Odd(UUID id) implements CheckInstance<Void> {}

    /** Fields as {@code name, value, name, value}; a value is an expression or a tree. */
    private static FieldTree.Branch fields(Object... namesAndValues) {
        var fields = new LinkedHashMap<String, FieldTree>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(
                    (String) namesAndValues[i],
                    namesAndValues[i + 1] instanceof FieldTree tree
                            ? tree
                            : new FieldTree.Leaf((String) namesAndValues[i + 1]));
        }
        return new FieldTree.Branch(fields);
    }

    private AttributeReader reader(Map<String, Object> call) {
        return new AttributeReader(slots, MapBag.of(call));
    }

    private InstanceBuilder builder(Class<? extends Instance> template, FieldTree.Branch fields) {
        return switch (InstanceBuilder.compile(template, fields, slots)) {
            case InstanceBuilder.Result.Built(var builder) -> builder;
            case InstanceBuilder.Result.Failed(var problems) -> throw new AssertionError(problems);
        };
    }

    private @Nullable Instance built(
            Class<? extends Instance> template, FieldTree.Branch fields, Map<String, Object> call) {
        return builder(template, fields).build(reader(call));
    }

    private List<String> problems(Class<? extends Instance> template, FieldTree.Branch fields) {
        return switch (InstanceBuilder.compile(template, fields, slots)) {
            case InstanceBuilder.Result.Built _ -> List.of();
            case InstanceBuilder.Result.Failed(var problems) ->
                problems.stream()
                        .map(problem -> problem.path() + ": " + problem.message())
                        .toList();
        };
    }

    @Test
    void everyTypeIsFilled() throws Exception {
        var now = Instant.parse("2026-01-02T03:04:05Z");
        var address = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
        var fields = fields(
                "text", "source.user",
                "number", "request.size",
                "fraction", "my.double",
                "flag", "connection.mtls",
                "instant", "request.time",
                "span", "response.duration",
                "address", "source.ip",
                "email", "my.email",
                "link", "my.uri",
                "host", "my.dns",
                "any", "request.size",
                "labels", "source.labels",
                "values", fields("size", "request.size", "user_agent", "\"curl\""));
        var call = Map.<String, Object>ofEntries(
                Map.entry("source.user", "ann"),
                Map.entry("request.size", 7L),
                Map.entry("my.double", 0.5),
                Map.entry("connection.mtls", true),
                Map.entry("request.time", now),
                Map.entry("response.duration", Duration.ofMillis(3)),
                Map.entry("source.ip", address),
                Map.entry("my.email", new EmailAddress("ann", "example.com")),
                Map.entry("my.uri", URI.create("http://example.com/a")),
                Map.entry("my.dns", new DnsName("example.com")),
                Map.entry("source.labels", Map.of("app", "shop")));
        assertThat(built(Everything.class, fields, call))
                .isEqualTo(new Everything(
                        "ann",
                        7,
                        0.5,
                        true,
                        now,
                        Duration.ofMillis(3),
                        address,
                        new EmailAddress("ann", "example.com"),
                        URI.create("http://example.com/a"),
                        new DnsName("example.com"),
                        new AttributeValue.Int64(7),
                        Map.of("app", "shop"),
                        Map.of("size", new AttributeValue.Int64(7), "user_agent", new AttributeValue.Text("curl"))));
    }

    @Test
    void whatIsLeftOutIsReadFromTheCallWhereTheTemplateSaysSo() {
        assertThat(built(Standard.class, fields(), Map.of())).isEqualTo(new Standard(Optional.empty(), Map.of(), 0));
        var call = Map.<String, Object>of(
                "request.method", "GET", "request.headers", Map.of("a", "b"), "request.size", 7L);
        assertThat(built(Standard.class, fields(), call))
                .isEqualTo(new Standard(Optional.of("GET"), Map.of("a", "b"), 7));
        assertThat(built(Standard.class, fields("method", "\"POST\""), call))
                .isEqualTo(new Standard(Optional.of("POST"), Map.of("a", "b"), 7));
        assertThat(built(RequestContext.class, fields(), Map.of()))
                .as("every expression is sound")
                .isNotNull();
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        assertThat(built(Outer.class, fields(), Map.of()))
                .isEqualTo(new Outer(
                        new Inner("anonymous", Optional.empty(), Duration.ofSeconds(5), Map.of()), Optional.empty()));
    }

    @Test
    void nestedFieldsAreFilledInEitherSpelling() {
        var inner = new Inner("ann", Optional.of("staff"), Duration.ofSeconds(5), Map.of("a", "GET"));
        for (var spelling : List.of("userName", "user_name")) {
            var given = fields(spelling, "source.user", "group", "\"staff\"", "tags", fields("a", "request.method"));
            assertThat(built(
                            Outer.class,
                            fields("inner", given, "other", given),
                            Map.of("source.user", "ann", "request.method", "GET")))
                    .isEqualTo(new Outer(inner, Optional.of(inner)));
        }
    }

    @Test
    void anAbsentAttributeLeavesNoInstanceAndSaysWhy() {
        var builder = builder(Two.class, fields("first", "source.user", "second", "request.method"));
        var reader = reader(Map.of("source.user", "ann"));
        assertThat(builder.build(reader)).isNull();
        assertThat(reader.fault()).isNotNull();
        assertThat(String.valueOf(reader.fault())).contains("request.method");
    }

    @ParameterizedTest
    @CsvSource({"bad, first must not be bad", "worse, java.lang.IllegalStateException"})
    void whatTheRecordRefusesIsAFault(String value, String message) {
        var builder = builder(Two.class, fields("first", "source.user", "second", "\"b\""));
        var reader = reader(Map.of("source.user", value));
        assertThat(builder.build(reader)).isNull();
        var fault = reader.fault();
        assertThat(fault == null ? null : fault.message()).isEqualTo(message);
    }

    @Test
    void everyProblemIsNamedWithItsField() {
        assertThat(problems(Two.class, fields("frist", "\"a\"", "second", "request.size")))
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).isEqualTo("first: is required"))
                .anySatisfy(line -> assertThat(line).startsWith("second: ").contains("INT64", "STRING"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("frist: unknown field").contains("did you mean", "first"));
        assertThat(problems(
                        Outer.class,
                        fields(
                                "inner",
                                fields(
                                        "userName",
                                        "\"a\"",
                                        "user_name",
                                        "\"b\"",
                                        "tags",
                                        fields("x", "request.size")))))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith("inner.userName: is also given as user_name"))
                .anySatisfy(line -> assertThat(line).startsWith("inner.tags.x: "));
        assertThat(problems(Outer.class, fields("inner", "source.user")))
                .containsExactly("inner: expected fields with expressions, not one expression");
        assertThat(problems(Two.class, fields("first", fields("a", "\"b\""), "second", "\"b\"")))
                .containsExactly("first: expected an expression of type STRING");
    }

    @Test
    void aProblemInAnExpressionKnowsItsPlaceThere() {
        var result =
                InstanceBuilder.compile(Two.class, fields("first", "\"a\" + source.usr", "second", "\"b\""), slots);
        assertThat(result).isInstanceOfSatisfying(InstanceBuilder.Result.Failed.class, failed -> {
            var place = failed.problems().getFirst().expression();
            assertThat(place).isNotNull();
            assertThat(place == null ? -1 : place.offset()).isEqualTo(6);
        });
    }

    @Test
    void aTypeThatNoExpressionFillsIsItsAuthorsFault() {
        assertThatThrownBy(() -> InstanceBuilder.compile(Odd.class, fields("id", "\"a\""), slots))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("component id has type java.util.UUID");
    }
}
