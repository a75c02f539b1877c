package dev.mixer.adapters.opa;

import static dev.mixer.adapters.opa.BundleHandlers.allows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import dev.mixer.testkit.backend.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OPA's command behind a script that notes each run and may break it down. */
class CompilerFailuresTest {
    private static final String YES = "package envoy.authz\n\nallow := true\n";
    private static final String NO = "package envoy.authz\n\nallow := false\n";
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path folder = Path.of("");

    private Path policy = Path.of("");
    private Path opa = Path.of("");
    private final TestHost host = TestHost.create();

    @BeforeEach
    void write() throws IOException {
        policy = Files.createDirectory(folder.resolve("policy")).resolve("policy.rego");
        Files.writeString(policy, YES);
        opa = Files.writeString(folder.resolve("opa"), """
                #!/bin/sh
                echo "$1" >> '%1$s/runs'
                if [ -f '%1$s/broken' ] && [ "$1" = build ]; then . '%1$s/broken'; fi
                exec '%2$s' "$@"
                """.formatted(folder, Backends.opa()));
        Files.setPosixFilePermissions(opa, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private Handler open() throws Exception {
        var parameters = Defaults.of(
                OpaParameters.class,
                Map.of("path", Optional.of(folder.resolve("policy")), "opa", Optional.of(opa), "instances", 1L));
        return new OpaAdapter().open(parameters, host);
    }

    private long runs(String command) throws IOException {
        return Files.readAllLines(folder.resolve("runs")).stream()
                .filter(command::equals)
                .count();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kill -9 $$ | broke down (status 137): it said nothing",
                "echo 'fatal error: out of memory' >&2; exit 2 | broke down (status 2): fatal error: out of memory",
            })
    void aRunThatBreaksDownIsTriedAgainAtGrowingPauses(String how, String told) throws Exception {
        try (var handler = open()) {
            long before = runs("build");
            Files.writeString(folder.resolve("broken"), how);
            Files.writeString(policy, NO);
            host.advance(SECOND);
            assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
            assertThat(handler.state().detail()).contains(told);
            assertThat(allows(handler)).isTrue();
            host.advance(Duration.ofMinutes(10));
            assertThat(runs("build") - before)
                    .as("2, 4, 8 seconds and so on to 2 minutes")
                    .isBetween(8L, 12L);
            Files.delete(folder.resolve("broken"));
            host.advance(Duration.ofMinutes(2));
            assertThat(handler.state().phase()).isEqualTo(Phase.READY);
            assertThat(allows(handler)).isFalse();
        }
    }

    @Test
    void afterABreakdownAnotherPolicyIsTriedAtOnce() throws Exception {
        try (var handler = open()) {
            Files.writeString(folder.resolve("broken"), "exit 2");
            Files.writeString(policy, NO);
            host.advance(Duration.ofMinutes(5));
            Files.delete(folder.resolve("broken"));
            Files.writeString(policy, NO + "\n");
            host.advance(SECOND);
            assertThat(allows(handler)).isFalse();
        }
    }

    @Test
    void faultsOfThePolicyAreNotTriedAgain() throws Exception {
        try (var handler = open()) {
            Files.writeString(policy, "package envoy.authz\n\nallow if x\n");
            host.advance(SECOND);
            long before = runs("build");
            host.advance(Duration.ofMinutes(10));
            assertThat(runs("build")).isEqualTo(before);
            assertThat(handler.state().detail()).contains("policy.rego:3:10: rego_unsafe_var_error");
        }
    }

    @Test
    void aProgramIsAskedForItsCapabilitiesOnce() throws Exception {
        try (var handler = open()) {
            for (var module : new String[] {NO, YES + "\n", NO + "\n"}) {
                Files.writeString(policy, module);
                host.advance(SECOND);
                assertThat(allows(handler)).isEqualTo(module.startsWith(YES));
            }
            assertThat(runs("capabilities")).isEqualTo(1);
            Files.writeString(opa, Files.readString(opa) + "# another program\n");
            Files.writeString(policy, YES);
            host.advance(SECOND);
            assertThat(runs("capabilities")).isEqualTo(2);
        }
    }
}
