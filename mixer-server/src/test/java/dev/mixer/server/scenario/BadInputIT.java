package dev.mixer.server.scenario;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mixer.testkit.backend.BackendProcess;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong from outside: bytes on the wire and words on the command line. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private static final byte[] NO_ATTRIBUTES = {};
    private static final int MIB = 1 << 20;
    private static final String HANGING = """
            apiVersion: config.istio.io/v1alpha2
            kind: handler
            metadata: {name: hangs, namespace: istio-system}
            spec: {compiledAdapter: hanging}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: instance
            metadata: {name: nothing, namespace: istio-system}
            spec: {compiledTemplate: checknothing}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: hang, namespace: istio-system}
            spec:
              actions: [{handler: hangs, instances: [nothing]}]
            """;

    private PackagedServer server;
    private ManagedChannel channel;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        PackagedServer.quickstart(folder);
        server = PackagedServer.start(folder).awaitBanner();
        channel = WireCall.channel(server);
    }

    @AfterAll
    void stop() {
        if (channel != null) {
            channel.shutdownNow();
        }
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void garbageOnAPortHurtsNobodyElse(boolean grpc) throws IOException {
        var random = new Random(7);
        for (int i = 0; i < 20; i++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), grpc ? server.grpc() : server.http())) {
                var garbage = new byte[1 + random.nextInt(20_000)];
                random.nextBytes(garbage);
                if (grpc && i % 2 == 0) {
                    socket.getOutputStream()
                            .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                socket.getOutputStream().write(garbage);
            } catch (java.net.SocketException e) {
                // The server may hang up before all of it is written.
            }
        }

        assertStillServes();
    }

    @Test
    void aRequestAboveTheLimitIsAnInvalidArgument() {
        assertThatThrownBy(() -> check(new byte[5 * MIB])).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(e.getStatus().getDescription()).contains("5242880 bytes", "4194304");
        });
        assertStillServes();
    }

    @Test
    void aMessageAboveTheTransportsLimitFailsAndTheServerGoesOn() {
        assertThatThrownBy(() -> check(new byte[17 * MIB]))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode())
                                .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED));
        assertStillServes();
    }

    @Test
    void aMessageCutOffIsAnInvalidArgument() {
        // Field 1, the attributes, claims 100 bytes, of which 2 are there.
        assertThatThrownBy(() -> check(new byte[] {0x0a, 100, 1, 2}))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
        assertStillServes();
    }

    @Test
    void aGrpcPortInUseIsNamedWithItsOption(@TempDir Path folder) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var ended = run(folder, "--grpc-address", "127.0.0.1:" + taken.getLocalPort());

            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.complaints())
                    .singleElement()
                    .asString()
                    .contains("grpc.address 127.0.0.1:" + taken.getLocalPort() + " cannot be opened", "--grpc-address");
        }
    }

    @Test
    void anHttpPortInUseIsNamedWithItsOption(@TempDir Path folder) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var ended = run(folder, "--http-address", "127.0.0.1:" + taken.getLocalPort());

            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.complaints())
                    .singleElement()
                    .asString()
                    .contains("http.address 127.0.0.1:" + taken.getLocalPort() + " cannot be opened", "--http-address");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:0", "[::]:0", "no-such-host.invalid:8080"})
    void anHttpAddressThatOthersReachIsRefused(String address, @TempDir Path folder) throws Exception {
        assertUsage(run(folder, "--http-address", address), "http.address " + address + " is not a loopback address");
    }

    @Test
    void aVariableThatIsNoSettingIsNamedOnceAtTheStart(@TempDir Path folder) throws IOException {
        PackagedServer.quickstart(folder);
        var arguments = List.of(
                folder.resolve("config").toString(), "--grpc-address", "127.0.0.1:0", "--http-address", "127.0.0.1:0");
        var command = new ArrayList<>(List.of("env", "MIXER_SOMETHING_ELSE_ENTIRELY=1"));
        command.addAll(PackagedServer.command(arguments));
        try (var process = BackendProcess.start("mixer", folder, command)) {
            process.await(
                    "started", PackagedServer.START, () -> process.output().contains("Try:"));

            assertThat(process.output().lines())
                    .containsOnlyOnce("mixer: environment MIXER_SOMETHING_ELSE_ENTIRELY: warning:"
                            + " is no setting and has no effect");
        }
    }

    @Test
    void anHttpAddressThatOthersReachNeedsAToken(@TempDir Path folder) throws Exception {
        assertUsage(run(folder, "--http-address", "0.0.0.0:0"), "set http.token.file=FILE, or give 127.0.0.1:PORT");
    }

    @Test
    void aTokenThatCannotBeReadIsAUsageError(@TempDir Path folder) throws Exception {
        var none = folder.resolve("none");
        assertUsage(
                run(folder, "--set", "http.token.file=" + none),
                "mixer: http.token.file: the file " + none + " does not exist");
    }

    @Test
    void aMissingCertificateIsNamedWithItsSetting(@TempDir Path folder) throws Exception {
        var none = folder.resolve("none.pem");
        var ended = run(folder, "--set", "tls.certificate=" + none, "--set", "tls.key=" + none);

        assertThat(ended.complaints())
                .singleElement()
                .asString()
                .contains("mixer: tls.certificate: the file " + none + " does not exist");
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void anUnknownOptionIsAUsageError(@TempDir Path folder) throws Exception {
        assertUsage(run(folder, "--grcp-address", "127.0.0.1:1"), "unknown option --grcp-address");
    }

    @Test
    void anOptionWithoutItsValueIsAUsageError(@TempDir Path folder) throws Exception {
        assertUsage(run(folder, "--settings"), "--settings needs a value");
    }

    @Test
    void anUnknownSettingGetsASuggestion(@TempDir Path folder) throws Exception {
        assertUsage(run(folder, "--set", "grpc.adress=127.0.0.1:1"), "did you mean 'grpc.address'?");
    }

    @Test
    void aFolderThatDoesNotExistIsAProblemUntilItDoes(@TempDir Path folder) throws Exception {
        try (var early = PackagedServer.start(folder).awaitBanner().awaitReadiness(503)) {
            assertThat(early.process().output())
                    .contains("config: error: does not exist; create it, or name another file or folder");
            assertThat(early.process().output()).contains("NOT READY");

            PackagedServer.quickstart(folder);
            early.awaitReady();
        }
    }

    @Test
    void aSettingsFileThatDoesNotExistIsAUsageError(@TempDir Path folder) throws Exception {
        assertUsage(
                run(folder, "--settings", folder.resolve("none.yaml").toString()), "none.yaml: error: does not exist");
    }

    @Test
    void aBrokenSettingsFileIsNamedWithThePlace(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("mixer.yaml"), "grpc:\n  adress: 127.0.0.1:1\n");

        assertUsage(run(folder, "--settings", file.toString()), "mixer.yaml:2:3: error: grpc.adress: unknown field");
    }

    @Test
    void aSettingsFileThatIsNoYamlIsNamedWithThePlace(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("mixer.yaml"), "grpc: {address: \n");

        assertUsage(run(folder, "--settings", file.toString()), "mixer.yaml:");
    }

    @Test
    void aFolderWithoutRightsIsAProblemOfTheConfiguration(@TempDir Path folder) throws Exception {
        var closed = Files.createDirectories(folder.resolve("config"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        try {
            assumeThat(Files.isReadable(closed))
                    .as("rights do not hold for this user")
                    .isFalse();
            try (var denied = PackagedServer.start(folder).awaitBanner()) {
                assertThat(denied.process().output()).contains("config: error: ", "NOT READY");
            }
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void onTermACallInFlightIsAnsweredFirst(@TempDir Path folder) throws Exception {
        var plugins = EnvoyScenarioIT.pluginsWithHangingAdapter(folder);
        var config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(config.resolve("rules.yaml"), HANGING);
        try (var ending = PackagedServer.start(folder, "--plugins", plugins.toString(), "--set", "timeLimit=8s")
                .awaitReady()
                .awaitBanner()) {
            var calls = WireCall.channel(ending);
            try {
                assertThat(callsInFlight(ending)).isZero();
                var answer = CompletableFuture.supplyAsync(() -> WireCall.check(calls, NO_ATTRIBUTES));
                ending.process().await("in flight", PackagedServer.START, () -> callsInFlight(ending) == 1);
                assertThat(answer).isNotDone();

                assertThat(ending.process().terminate(Duration.ofSeconds(25))).isZero();
                assertThat(new String(answer.get(5, TimeUnit.SECONDS), StandardCharsets.ISO_8859_1))
                        .contains("no answer in");
            } finally {
                calls.shutdownNow();
            }
        }
    }

    private static int callsInFlight(PackagedServer server) {
        var line = given().get(server.uri("/metrics"))
                .asString()
                .lines()
                .filter(each -> each.startsWith("mixer_calls_in_flight "))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(line.substring(line.indexOf(' ') + 1));
    }

    private void assertStillServes() {
        assertThat(check(NO_ATTRIBUTES)).isNotEmpty();
        assertThat(given().contentType("application/json")
                        .body("{}")
                        .post(server.uri("/api/v1/check"))
                        .statusCode())
                .isEqualTo(200);
    }

    private byte[] check(byte[] message) {
        return WireCall.check(channel, message);
    }

    private static void assertUsage(Ended ended, String sentence) {
        assertThat(ended.complaints()).singleElement().asString().contains(sentence);
        assertThat(ended.code()).isEqualTo(2);
    }

    /** How a server ended that could not start. */
    private record Ended(int code, List<String> complaints) {}

    private static Ended run(Path folder, String... arguments) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(
                "--grpc-address=127.0.0.1:" + BackendProcess.freePort(),
                "--http-address=127.0.0.1:" + BackendProcess.freePort()));
        all.add(PackagedServer.quickstart(folder).toString());
        all.addAll(List.of(arguments));
        var log = folder.resolve("mixer.log");
        var process = new ProcessBuilder(PackagedServer.command(all))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS))
                    .as(() -> "still runs: " + arguments[0])
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        var complaints = Files.readAllLines(log).stream()
                .filter(line -> !line.contains(" INFO "))
                .toList();
        return new Ended(process.exitValue(), complaints);
    }
}
