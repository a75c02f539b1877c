package dev.mixer.server.scenario;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.testkit.backend.BackendProcess;
import dev.mixer.testkit.backend.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real Prometheus scrapes what the prometheus adapter keeps, and finds each metric under the configured name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusScrapeIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String TRACE = "463ac35c9f6413ad48485a3953bb61";

    /** Every kind and every form of buckets; a label value that needs escapes. */
    private static final String HANDLER = """
            apiVersion: config.istio.io/v1alpha2
            kind: handler
            metadata: {name: scraped, namespace: istio-system}
            spec:
              compiledAdapter: prometheus
              params:
                metrics:
                - {instance_name: count, name: requests, namespace: shop, kind: COUNTER, label_names: [path],
                   description: "Requests, by path; a \\\\ and\\na line break."}
                - {instance_name: total, name: asked_total, namespace: shop, kind: COUNTER, label_names: [path]}
                - {instance_name: last, name: size_last, namespace: shop, kind: GAUGE, label_names: [path]}
                - {instance_name: linear, kind: DISTRIBUTION, namespace: "", label_names: [path],
                   buckets: {linear_buckets: {num_finite_buckets: 2, width: 10, offset: 10}}}
                - {instance_name: growing, kind: DISTRIBUTION, namespace: shop, label_names: [path],
                   buckets: {exponential_buckets: {num_finite_buckets: 3, scale: 1, growth_factor: 2.5}}}
                - {instance_name: explicit, kind: DISTRIBUTION, namespace: shop, label_names: [path],
                   buckets: {explicit_buckets: {bounds: [0.5, 12, 15.5]}}}
            """;

    private static final String RULE = """
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: all, namespace: istio-system}
            spec:
              actions: [{handler: scraped, instances: [count, total, last, linear, growing, explicit]}]
            """;

    private PackagedServer server;
    private BackendProcess prometheus;
    private int port;
    private Path folder;

    @BeforeAll
    void start(@TempDir Path given) throws IOException {
        folder = given;
        // Asked for first: where there is none, the server need not start.
        var program = Backends.prometheus().toString();
        var config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(
                config.resolve("metrics.yaml"),
                HANDLER
                        + instance("count", "'2'")
                        + instance("total", "'1'")
                        + instance("last", "request.size")
                        + instance("linear", "request.size")
                        + instance("growing", "request.size")
                        + instance("explicit", "request.size")
                        + RULE);
        server = PackagedServer.start(folder).awaitBanner();
        // 25 first, then 5, 12, 15: the gauge must show the last one.
        for (int size : new int[] {25, 5, 12, 15}) {
            given().contentType("application/json")
                    .body("{\"records\": [{\"source.workload.name\": \"a\\\"b\", \"request.size\": " + size
                            + ", \"request.headers\": {\"x-b3-traceid\": \"" + TRACE + size + "\"}}]}")
                    .post(server.uri("/api/v1/report"))
                    .then()
                    .statusCode(200);
        }
        server.process().await("counted", LIMIT, () -> metrics().contains("shop_size_last{path=\"a\\\"b\"} 15\n"));
        port = BackendProcess.freePort();
        Files.writeString(folder.resolve("prometheus.yml"), """
                        global: {scrape_interval: 500ms, scrape_timeout: 500ms}
                        scrape_configs:
                        - {job_name: mixer, static_configs: [{targets: ['127.0.0.1:%d']}]}
                        """.formatted(server.http()));
        prometheus = BackendProcess.start(
                        "prometheus",
                        folder,
                        List.of(
                                program,
                                "--config.file=prometheus.yml",
                                "--storage.tsdb.path=data",
                                "--enable-feature=exemplar-storage",
                                "--web.listen-address=127.0.0.1:" + port))
                .await("scraping", LIMIT, () -> query("up").contains("1"));
    }

    @AfterAll
    void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            shop_requests                    | 8
            shop_asked_total                 | 4
            shop_size_last                   | 15
            linear_count                     | 4
            linear_sum                       | 57
            linear_bucket{le="10"}           | 1
            linear_bucket{le="20"}           | 3
            linear_bucket{le="30"}           | 4
            linear_bucket{le="+Inf"}         | 4
            shop_growing_bucket{le="2.5"}    | 0
            shop_growing_bucket{le="6.25"}   | 1
            shop_growing_bucket{le="15.625"} | 3
            shop_growing_bucket{le="+Inf"}   | 4
            shop_growing_sum                 | 57
            shop_explicit_bucket{le="12"}    | 2
            shop_explicit_bucket{le="15.5"}  | 3
            shop_explicit_count              | 4
            """, delimiter = '|')
    void aSeriesHasItsConfiguredNameAndItsValue(String selector, String value) {
        assertThat(query(selector)).containsExactly(value);
    }

    @Test
    void noOtherNamesAreMadeOfTheConfiguredOnes() {
        var names = given().queryParam("match[]", "{path!=\"\"}")
                .get("http://127.0.0.1:" + port + "/api/v1/label/__name__/values")
                .jsonPath()
                .getList("data", String.class);

        assertThat(names)
                .containsExactlyInAnyOrder(
                        "shop_requests",
                        "shop_asked_total",
                        "shop_size_last",
                        "linear_bucket",
                        "linear_sum",
                        "linear_count",
                        "shop_growing_bucket",
                        "shop_growing_sum",
                        "shop_growing_count",
                        "shop_explicit_bucket",
                        "shop_explicit_sum",
                        "shop_explicit_count");
    }

    @Test
    void labelsAndKindsArriveUnchanged() {
        assertThat(query("shop_requests{path=\"a\\\"b\"}")).containsExactly("8");
        var metadata =
                given().get("http://127.0.0.1:" + port + "/api/v1/metadata").jsonPath();
        assertThat(metadata.getString("data.shop_asked[0].type")).isEqualTo("counter");
        // Prometheus asks for OpenMetrics, which knows a counter by its ending.
        assertThat(metadata.getString("data.shop_requests[0].type")).isEqualTo("unknown");
        assertThat(metadata.getString("data.shop_requests[0].help"))
                .isEqualTo("Requests, by path; a \\ and\na line break.");
        assertThat(metadata.getString("data.shop_size_last[0].type")).isEqualTo("gauge");
        assertThat(metadata.getString("data.shop_explicit[0].type")).isEqualTo("histogram");
    }

    @Test
    void theTraceOfTheLastValueIsTheExemplarOfItsCounterAndItsBucket() {
        prometheus.await(
                "told the exemplars",
                LIMIT,
                () -> exemplars("shop_explicit_bucket").size() == 3);

        assertThat(exemplars("shop_asked_total")).containsExactly(TRACE + "15");
        assertThat(exemplars("shop_explicit_bucket"))
                .containsExactlyInAnyOrder(TRACE + "12", TRACE + "15", TRACE + "25");
        assertThat(exemplars("shop_requests")).isEmpty();
        assertThat(metrics()).as("the older format has none").doesNotContain("trace_id");
    }

    private List<String> exemplars(String series) {
        return given().queryParam("query", series)
                .queryParam("start", "0")
                .queryParam("end", Long.toString(System.currentTimeMillis() / 1000 + 60))
                .get("http://127.0.0.1:" + port + "/api/v1/query_exemplars")
                .jsonPath()
                .getList("data.collectMany { it.exemplars.collect { it.labels.trace_id } }", String.class);
    }

    /** Style is the choice of whoever names a metric: the operator, Quarkus. Ours follow it, and all of them can be read. */
    @Test
    void prometheusOwnCheckerAcceptsTheText() throws Exception {
        var text = Files.writeString(folder.resolve("metrics.txt"), metrics());
        var process = new ProcessBuilder(Backends.promtool().toString(), "check", "metrics")
                .redirectInput(text.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("promtool.log").toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

        // 3: only style was complained of. 1: the text could not be read.
        assertThat(process.exitValue()).isIn(0, 3);
        assertThat(Files.readAllLines(folder.resolve("promtool.log")))
                .allMatch(line -> line.matches("[a-z_]+ (no help text|.* should (not )?(have|contain) .*)"))
                .noneMatch(line -> line.startsWith("mixer_"));
    }

    private static String instance(String name, String value) {
        return """
                ---
                apiVersion: config.istio.io/v1alpha2
                kind: instance
                metadata: {name: %s, namespace: istio-system}
                spec:
                  compiledTemplate: metric
                  params:
                    value: %s
                    dimensions: {path: source.workload.name | "none"}
                    monitored_resource_dimensions:
                      trace_id: request.headers["x-b3-traceid"] | ""
                """.formatted(name, value);
    }

    private String metrics() {
        return given().get(server.uri("/metrics")).asString();
    }

    private List<String> query(String selector) {
        return given().queryParam("query", selector)
                .get("http://127.0.0.1:" + port + "/api/v1/query")
                .jsonPath()
                .getList("data.result.collect { it.value[1] }", String.class);
    }
}
