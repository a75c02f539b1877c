package dev.mixer.server.scenario;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP interface of the packaged server over {@code samples/quickstart}, as curl sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpInterfaceIT {
    private static final String JSON = "application/json";
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\n\"])*\"";
    private static final Pattern TYPE =
            Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary|untyped)");
    private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") .*");
    private static final Pattern SAMPLE = Pattern.compile("(" + NAME + ")(?:\\{(?:" + LABEL + "(?:," + LABEL
            + ")*,?)?})? (?:[+-]?Inf|NaN|[-+]?[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)");

    private PackagedServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        PackagedServer.quickstart(folder);
        server = PackagedServer.start(folder).awaitReady();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void theConfigurationShowsRulesAndHandlers() {
        get("/api/v1/config")
                .statusCode(200)
                .body("state", equalTo("READY"))
                .body("revision", not(equalTo("")))
                .body("problems", empty())
                .body("rules.name", hasItems(containsString("block-users"), containsString("close-admin")))
                .body("rules.match", hasItem("request.path.startsWith(\"/admin\")"))
                .body("handlers.adapter", containsInAnyOrder("list", "denier", "prometheus"));
    }

    @Test
    void aBrokenEditIsNamedWithItsPlaceAndChangesNothing() throws IOException {
        var policy = Files.readString(server.config().resolve("policy.yaml"));
        var revision = get("/api/v1/config").extract().<String>path("revision");
        server.write("policy.yaml", policy.replace("request.path.startsWith", "request.paht.startsWith"));
        awaitState("STALE");

        get("/api/v1/config")
                .body("revision", equalTo(revision))
                .body("lastRevision", not(equalTo(revision)))
                .body(
                        "problems",
                        hasItem(org.hamcrest.Matchers.matchesPattern(
                                ".*policy\\.yaml:[0-9]+:[0-9]+: error: .*request\\.paht.*")));
        check("{\"request.path\": \"/admin\"}").body("status.code", equalTo("PERMISSION_DENIED"));
        get("/q/health/ready").statusCode(200);

        server.write("policy.yaml", policy);
        awaitState("READY");
    }

    @Test
    void aServerStartedOnABrokenConfigurationDeniesUntilItIsRepaired(@TempDir Path folder) throws IOException {
        var config = PackagedServer.quickstart(folder);
        var policy = Files.readString(config.resolve("policy.yaml"));
        Files.writeString(
                config.resolve("policy.yaml"), policy.replace("compiledAdapter: list", "compiledAdapter: lst"));
        try (var broken = PackagedServer.start(folder).awaitBanner().awaitReadiness(503)) {
            given().get(broken.uri("/q/health/live")).then().statusCode(200);
            given().get(broken.uri("/api/v1/config"))
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("NOT_READY"))
                    .body("problems", hasItem(containsString(": error: ")));
            given().contentType(JSON)
                    .body("{}")
                    .post(broken.uri("/api/v1/check"))
                    .then()
                    .statusCode(200)
                    .body("status.code", equalTo("PERMISSION_DENIED"));

            broken.write("policy.yaml", policy);
            broken.awaitReady();
            given().contentType(JSON)
                    .body("{}")
                    .post(broken.uri("/api/v1/check"))
                    .then()
                    .body("status.code", equalTo("OK"));
        }
    }

    @Test
    void aCheckAllowsAndSaysForHowLong() {
        check("{\"request.headers\": {\"X-User\": \"alice\"}}")
                .statusCode(200)
                .body("status.code", equalTo("OK"))
                .body("validFor", notNullValue())
                .body("headers.name", hasItem("x-checked-by"))
                .body("explanation", nullValue());
    }

    @Test
    void aCheckDeniesWithTheReason() {
        check("{\"request.path\": \"/admin/users\"}")
                .statusCode(200)
                .body("status.code", equalTo("PERMISSION_DENIED"))
                .body("status.message", containsString("the administration is closed"))
                .body("referenced", hasItem("request.path"));
    }

    @Test
    void aCheckExplainsItself() {
        given().contentType(JSON)
                .body("{\"attributes\": {\"request.headers\": {\"x-user\": \"mallory\"}}}")
                .post(server.uri("/api/v1/check?explain=true"))
                .then()
                .statusCode(200)
                .body("status.code", not(equalTo("OK")))
                .body("explanation", notNullValue())
                .body("rules", hasItem(containsString("block-users")));
    }

    @Test
    void aReportIsCounted() {
        post("report", "{\"records\": [{\"context.protocol\": \"http\", \"source.workload.name\": \"reporter\"}]}")
                .statusCode(200)
                .body("code", equalTo("OK"));

        server.process()
                .await(
                        "counted",
                        PackagedServer.START,
                        () -> given().get(server.uri("/metrics"))
                                .asString()
                                .contains("requests_total{source=\"reporter\",response_code=\"200\"} 1\n"));
    }

    @Test
    void anEvaluationGivesValueTypeAndWhatWasRead() {
        post(
                        "evaluate",
                        "{\"expression\": \"(request.headers[\\\"x-user\\\"] | request.method) == \\\"GET\\\"\","
                                + " \"attributes\": {\"request.method\": \"GET\"}}")
                .statusCode(200)
                .body("value", equalTo(true))
                .body("type", equalTo("BOOL"))
                .body("referenced", hasItems("request.method"))
                .body("referenced", hasItem(org.hamcrest.Matchers.startsWith("-request.headers")))
                .body("$", not(hasKey("error")));
    }

    @Test
    void anEvaluationTakesTypesOfItsOwn() {
        post(
                        "evaluate",
                        "{\"expression\": \"shop.items + 1\", \"types\": {\"shop.items\": \"INT64\"},"
                                + " \"attributes\": {\"shop.items\": 2}}")
                .statusCode(200)
                .body("value", equalTo(3))
                .body("type", equalTo("INT64"))
                .body("referenced", contains("shop.items"));
    }

    @Test
    void anExpressionThatDoesNotCompileIsNamedWithItsPlace() {
        post("evaluate", "{\"expression\": \"true &&\\n request.methud == \\\"GET\\\"\"}")
                .statusCode(200)
                .body("error.phase", equalTo("compile"))
                .body("error.line", equalTo(2))
                .body("error.column", equalTo(2))
                .body("error.message", containsString("request.method"));
    }

    @Test
    void anExpressionWithoutAValueSaysWhy() {
        post("evaluate", "{\"expression\": \"request.method == \\\"GET\\\"\"}")
                .statusCode(200)
                .body("error.phase", equalTo("evaluate"))
                .body("error.message", containsString("request.method"))
                .body("referenced", contains("-request.method"))
                .body("$", not(hasKey("value")));
    }

    @Test
    void anUnknownAttributeGetsASuggestion() {
        check("{\"request.methd\": \"GET\"}")
                .statusCode(400)
                .body("error", containsString("unknown attribute request.methd; did you mean 'request.method'?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "report", "evaluate"})
    void whatIsNoObjectIsRefusedWithOneSentence(String path) {
        for (var body : new String[] {
            "",
            "  ",
            "[]",
            "3",
            "null",
            "\"text\"",
            "{",
            "{\"a\":1,}",
            "{} {}",
            "{\"a\":1,\"a\":2}",
            "[".repeat(100_000)
        }) {
            refused(post(path, body));
        }
        refused(given().contentType(JSON).post(server.uri("/api/v1/" + path)).then());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            check    | {"attributes": []}                                  | attributes must be an object
            check    | {"attributes": {"request.method": 3}}               | attribute request.method is STRING: expected text
            check    | {"attributes": {"response.code": "x"}}              | attribute response.code is INT64: expected a whole number
            check    | {"attributes": {"response.code": 1e30}}             | expected a whole number
            check    | {"attributes": {"request.headers": "x"}}            | expected an object of texts
            check    | {"attributes": {"request.headers": {"a": 1}}}       | the value of a must be text
            check    | {"attributes": {"source.ip": "no address"}}         | attribute source.ip is IP_ADDRESS
            check    | {"attributes": {"request.time": "yesterday"}}       | attribute request.time is TIMESTAMP
            check    | {"attributes": {"request.method": null}}            | attribute request.method is STRING
            report   | {}                                                  | records must be a list
            report   | {"records": {}}                                     | records must be a list
            report   | {"records": [3]}                                    | must be an object
            report   | {"records": [{"response.cod": 200}]}                | did you mean 'response.code'?
            evaluate | {}                                                  | expression must be text
            evaluate | {"expression": 3}                                   | expression must be text
            evaluate | {"expression": "true", "types": []}                 | types must be an object
            evaluate | {"expression": "true", "types": {"a.b": "NUMBER"}}  | NUMBER is no value type
            evaluate | {"expression": "true", "types": {"a.b": 3}}         | 3 is no value type
            """)
    void aWrongTypeIsNamed(String path, String body, String sentence) {
        refused(post(path, body)).body("error", containsString(sentence));
    }

    @Test
    void whatTheInterfaceDoesNotHaveIsRefusedInJsonToo() {
        get("/api/v1/nothing").statusCode(404).contentType(JSON).body("error", containsString("/q/openapi"));
        get("/api/v1/check").statusCode(405).body("error", containsString("method"));
        given().contentType("text/plain")
                .body("{}")
                .post(server.uri("/api/v1/check"))
                .then()
                .statusCode(415)
                .body("error", containsString("application/json"));
    }

    @Test
    void healthIsToldToTheOrchestrator() {
        get("/q/health/live").statusCode(200).body("status", equalTo("UP"));
        get("/q/health/ready").statusCode(200).body("checks.find { it.name == 'configuration' }.status", equalTo("UP"));
    }

    @Test
    void theInterfaceDescribesItself() {
        var text = given().accept(JSON)
                .get(server.uri("/q/openapi"))
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(text).contains("/api/v1/config", "/api/v1/check", "/api/v1/report", "/api/v1/evaluate", "/metrics");
    }

    @Test
    void metricsAreOneValidScrapeOfHostHandlersAndQuarkus() {
        post("report", "{\"records\": [{\"context.protocol\": \"http\"}]}").statusCode(200);
        server.process()
                .await(
                        "counted",
                        PackagedServer.START,
                        () -> given().get(server.uri("/metrics")).asString().contains("requests_total{"));
        var scrape = given().get(server.uri("/metrics")).then().statusCode(200).extract();
        assertThat(scrape.contentType()).startsWith("text/plain").contains("version=0.0.4");

        var typed = new HashSet<String>();
        var helped = new HashSet<String>();
        var samples = new HashSet<String>();
        for (var line : scrape.asString().lines().toList()) {
            var type = TYPE.matcher(line);
            var help = HELP.matcher(line);
            var sample = SAMPLE.matcher(line);
            if (type.matches()) {
                assertThat(typed.add(type.group(1))).as("again: " + line).isTrue();
            } else if (help.matches()) {
                assertThat(helped.add(help.group(1))).as("again: " + line).isTrue();
            } else {
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(samples.add(line.substring(0, line.lastIndexOf(' '))))
                        .as("again: " + line)
                        .isTrue();
                assertThat(typed)
                        .as(line)
                        .containsAnyOf(
                                sample.group(1),
                                sample.group(1).replaceFirst("_(bucket|sum|count|active_count|duration_sum)$", ""));
            }
        }
        var families = typed.stream().collect(Collectors.joining(" "));
        assertThat(families).contains("mixer_calls_in_flight", "requests_total", "jvm_", "process_");
        assertThat(scrape.asString()).endsWith("\n");
    }

    private void awaitState(String state) {
        server.process()
                .await(
                        state,
                        PackagedServer.START,
                        () -> state.equals(
                                given().get(server.uri("/api/v1/config")).path("state")));
    }

    private static ValidatableResponse refused(ValidatableResponse answer) {
        answer.statusCode(400).contentType(JSON).body("size()", equalTo(1));
        assertThat(answer.extract().<String>path("error"))
                .isNotBlank()
                .hasLineCount(1)
                .hasSizeLessThan(400)
                .doesNotContain("Exception", "com.fasterxml", "StreamRead");
        return answer;
    }

    private ValidatableResponse get(String path) {
        return given().get(server.uri(path)).then();
    }

    private ValidatableResponse check(String attributes) {
        return post("check", "{\"attributes\": " + attributes + "}");
    }

    private ValidatableResponse post(String path, String body) {
        return given().contentType(JSON)
                .body(body)
                .post(server.uri("/api/v1/" + path))
                .then();
    }
}
