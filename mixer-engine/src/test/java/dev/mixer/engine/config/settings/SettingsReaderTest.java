package dev.mixer.engine.config.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.config.problem.Problems;
import dev.mixer.spi.DataSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
    private final Problems problems = new Problems();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void defaultsAreSafe() {
        HostSettings settings = read("", Map.of(), List.of()).orElseThrow();
        assertThat(problems.lines()).isEmpty();
        assertThat(settings.grpc().address()).hasToString("127.0.0.1:9091");
        assertThat(settings.http().address()).hasToString("127.0.0.1:8080");
        assertThat(settings.path().mode()).isEqualTo(PathMode.REFUSE_ENCODED_SLASH);
        assertThat(settings.namespaces().root()).isEqualTo("istio-system");
        assertThat(settings.namespaces().fallback()).isEqualTo("default");
        assertThat(settings.limits()).isEqualTo(new Limits(new DataSize(16 << 20), new DataSize(4 << 20), 10_000));
        assertThat(settings.timeLimit()).isEqualTo(Duration.ofMillis(200));
        assertThat(settings.startLimit()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.shutdownLimit()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.contextExtensions().allow()).isEmpty();
        assertThat(settings.trustedHops()).isZero();
        assertThat(settings.jwt().metadataKey()).isEqualTo("envoy.filters.http.jwt_authn");
        assertThat(settings.tls()).isNull();
        assertThat(settings.decisionIdHeader()).isFalse();
    }

    @Test
    void laterSourcesWin() {
        HostSettings settings = read(
                        """
                        grpc: {address: "unix:/run/mixer.sock"}
                        limits: {max_calls_in_flight: 5, maxRequest: 1MiB}
                        plugins: [here, /there]
                        tls: {certificate: cert.pem, key: key.pem}
                        """,
                        Map.of(
                                "MIXER_LIMITS_MAX_CALLS_IN_FLIGHT", "6",
                                "MIXER_GRPC_ADDRESS", "0.0.0.0:1",
                                "MIXER_CONTEXT_EXTENSIONS_ALLOW", "source.name, source.workload.*",
                                "MIXER_DECISION_ID_HEADER", "true",
                                "HOME", "/root"),
                        List.of("grpc.address=[::1]:0", "path.mode=keep-encoded-slash", "trusted_hops=2"))
                .orElseThrow();
        assertThat(problems.lines()).isEmpty();
        assertThat(settings.grpc().address())
                .isEqualTo(new ListenAddress.Tcp("::1", 0))
                .hasToString("[::1]:0");
        assertThat(settings.limits()).isEqualTo(new Limits(new DataSize(16 << 20), new DataSize(1 << 20), 6));
        assertThat(settings.contextExtensions().allow()).containsExactly("source.name", "source.workload.*");
        assertThat(settings.plugins()).containsExactly(folder.resolve("here"), Path.of("/there"));
        assertThat(settings.tls()).isEqualTo(new TlsFiles(folder.resolve("cert.pem"), folder.resolve("key.pem"), null));
        assertThat(settings.decisionIdHeader()).isTrue();
        assertThat(settings.trustedHops()).isEqualTo(2);
        assertThat(settings.path().mode()).isEqualTo(PathMode.KEEP_ENCODED_SLASH);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("grpc: {adress: a}", "FILE:1:8: error: grpc.adress: unknown field; did you mean 'address'?"),
                fault(
                        "grpc: {address: 9091}",
                        "FILE:1:17: error: grpc.address: '9091' is not an address such as 127.0.0.1:9091 or unix:/run/mixer.sock"),
                fault("http: {address: \"a:70000\"}", "FILE:1:17: error: http.address: port 70000 is beyond 65535"),
                fault(
                        "grpc: {address: \"unix:a\"}",
                        "FILE:1:17: error: grpc.address: the path of unix:a must be absolute, as in unix:/run/mixer.sock"),
                fault("timeLimit: 0s", "FILE:1:1: error: timeLimit must be more than 0"),
                fault(
                        "timeLimit: 200",
                        "FILE:1:12: error: timeLimit: '200' has no unit; write 200s for seconds, 200ms for milliseconds"),
                fault("trustedHops: -1", "FILE:1:1: error: trustedHops must not be negative"),
                fault(
                        "configRootNamespace: A",
                        "FILE:1:1: error: configRootNamespace: 'A' is not the name of a namespace"),
                fault(
                        "limits: {maxRequest: 32MiB}",
                        "FILE:1:9: error: limits: maxRequest 33554432B must not be above maxMessage 16777216B:"
                                + " what is too large must end in a denial, not in a transport error"),
                fault("tls: {certificate: a}", "FILE:1:6: error: tls.key: is required"),
                fault(
                        "contextExtensions: {allow: [\"*\"]}",
                        "FILE:1:20: error: contextExtensions: allow: '*' is not an attribute name such as source.name or source.workload.*"),
                fault("- a", "FILE:1:1: error: settings must be a mapping, not a list"),
                fault(
                        "a: 1\n---\nb: 1",
                        "FILE:1:1: error: a: unknown field; known: authz, configRootNamespace,"
                                + " contextExtensions,"
                                + " decisionIdHeader, defaultNamespace, grpc, http, jwt, limits, path, plugins, rateLimit"
                                + " and 7 more",
                        "FILE:3:1: error: settings are one document"));
    }

    private static Arguments fault(String yaml, String... lines) {
        return Arguments.of(yaml, List.of(lines));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faultsOfTheFileHaveTheirPlace(String yaml, List<String> lines) {
        assertThat(read(yaml, Map.of(), List.of())).isEmpty();
        assertThat(problems.lines().stream()
                        .map(line -> line.replace(folder.resolve("mixer.yaml").toString(), "FILE"))
                        .toList())
                .isEqualTo(lines);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders=KEEP_ENCODED_SLASH,shop=REFUSE_ENCODED_SLASH",
                "{orders: keep-encoded-slash, shop: REFUSE_ENCODED_SLASH}"
            })
    void aSettingWithNamesOfItsOwnFitsInOneValue(String value) {
        var problems = new Problems();
        var settings = new SettingsReader()
                .read(null, Map.of(), List.of("path.namespaces=" + value), problems)
                .orElseThrow();
        assertThat(problems.lines()).isEmpty();
        assertThat(settings.path().namespaces())
                .containsOnly(
                        Map.entry("orders", PathMode.KEEP_ENCODED_SLASH),
                        Map.entry("shop", PathMode.REFUSE_ENCODED_SLASH));
    }

    @Test
    void aNameWithoutAValueIsNamed() {
        var problems = new Problems();
        assertThat(new SettingsReader().read(null, Map.of(), List.of("path.namespaces=orders"), problems))
                .isEmpty();
        assertThat(problems.lines()).containsExactly("--set path.namespaces: error: 'orders' must be NAME=VALUE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rateLimit.limitHeader=x limit",
                "rateLimit.remainingHeader=",
                "rateLimit.resetHeader=x:reset",
                "rateLimit.nearLimitRatio=1.1",
                "rateLimit.nearLimitRatio=-0.1",
                "rateLimit.nearLimitRatio=NaN",
                "rateLimit.localCacheKeys=-1",
                "rateLimit.localCacheKeys=10000001",
                "tracing.endpoint=collector:4318",
                "tracing.endpoint=ftp://collector",
                "tracing.share=1.5",
                "tracing.serviceName="
            })
    void valuesOutOfBoundsAreFaults(String set) {
        new SettingsReader().read(null, Map.of(), List.of(set), problems);
        assertThat(problems.lines())
                .singleElement()
                .asString()
                .contains(set.substring(set.indexOf('.') + 1, set.indexOf('=')));
    }

    @Test
    void faultsOfTheEnvironmentAndTheCommandLineNameTheirSource() {
        var environment = Map.of(
                "MIXER_GRPC_ADRESS", "a",
                "MIXER_TRUSTED_HOPS", "many",
                "MIXER_FROBNICATE_ALL_THE_THINGS", "x",
                "MIXER_SERVICE_HOST", "10.0.0.1",
                "MIXER_PORT", "tcp://10.0.0.1:9091",
                "MIXER_PORT_9091_TCP_ADDR", "10.0.0.1",
                "MIXER_JAVA_HOME", "/jdk",
                "MIXER_TOKEN", "of the command line");
        var sets = List.of("grpc.adress=a", "decisionIdHeader", "decisionIdHeader=on", "grpc=a");
        assertThat(new SettingsReader().read(null, environment, sets, problems)).isEmpty();
        assertThat(problems.lines())
                .containsExactly(
                        "--set decisionIdHeader: error: must be KEY=VALUE",
                        "--set decisionIdHeader: error: decisionIdHeader: must be true or false, not 'on'",
                        "--set grpc: error: is a group of settings; set grpc.address",
                        "--set grpc.adress: error: unknown setting; did you mean 'grpc.address'?",
                        "environment MIXER_FROBNICATE_ALL_THE_THINGS: warning: is no setting and has no effect",
                        "environment MIXER_GRPC_ADRESS: error: unknown setting; did you mean 'MIXER_GRPC_ADDRESS'?",
                        "environment MIXER_TRUSTED_HOPS: error: trustedHops: 'many' is not a whole number");
    }

    @Test
    void aMissingFileIsAProblem() {
        assertThat(new SettingsReader().read(folder.resolve("no.yaml"), Map.of(), List.of(), problems))
                .isEmpty();
        assertThat(problems.lines())
                .containsExactly(folder.resolve("no.yaml")
                        + ": error: does not exist; create it, or name another file or folder");
    }

    @Test
    void theReferenceNamesEverySetting() {
        assertThat(SettingsReader.reference())
                .contains("| `grpc.address` | `MIXER_GRPC_ADDRESS` | listen address | `127.0.0.1:9091` |")
                .contains("| `limits.maxCallsInFlight` | `MIXER_LIMITS_MAX_CALLS_IN_FLIGHT` | number | `10000` |");
        assertThat(SettingsReader.reference().lines()).noneMatch(line -> line.endsWith("|  |"));
    }

    private Optional<HostSettings> read(String yaml, Map<String, String> environment, List<String> sets) {
        Path file = folder.resolve("mixer.yaml");
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new SettingsReader().read(file, environment, sets, problems);
    }
}
