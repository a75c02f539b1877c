package dev.mixer.adapters.opa;

import static dev.mixer.adapters.opa.BundleHandlers.LATER;
import static dev.mixer.adapters.opa.BundleHandlers.NO;
import static dev.mixer.adapters.opa.BundleHandlers.YES;
import static dev.mixer.adapters.opa.BundleHandlers.allows;
import static dev.mixer.adapters.opa.BundleHandlers.isReady;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.adapters.opa.source.SigningAlgorithm;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Secret;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bundles that are kept for a start without their server. */
class KeptBundleTest {
    private final BundleServer server = new BundleServer();
    private final TestHost host = TestHost.create();

    @AfterEach
    void stop() {
        server.close();
        host.close();
    }

    private Handler open(Map<String, ?> given) throws Exception {
        return BundleHandlers.open(server.uri(), given, host);
    }

    private void keep(byte[] archive) throws Exception {
        server.has(archive, "\"1\"");
        try (var handler = open(Map.of())) {
            assertThat(isReady(handler)).isTrue();
        }
        server.answers(exchange -> BundleServer.send(exchange, 503, new byte[0], null));
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(host.folder())) {
            return files.toList();
        }
    }

    @Test
    void itDecidesUntilTheServerIsThere() throws Exception {
        keep(YES);
        try (var handler = open(Map.of())) {
            assertThat(allows(handler)).isTrue();
            assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
            assertThat(handler.state().detail()).contains("kept from an earlier run");
            server.has(NO, "\"2\"");
            host.advance(LATER);
            assertThat(allows(handler)).isFalse();
            assertThat(isReady(handler)).isTrue();
        }
        server.answers(exchange -> BundleServer.send(exchange, 503, new byte[0], null));
        try (var handler = open(Map.of())) {
            assertThat(allows(handler))
                    .as("what is kept is what was in force last")
                    .isFalse();
        }
    }

    @Test
    void whatWasNotInForceIsNotKept() throws Exception {
        keep(YES);
        server.has(Archives.bundle("x", "package envoy.authz\n\nallow if x\n"), "\"2\"");
        try (var handler = open(Map.of())) {
            assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
        }
        server.answers(exchange -> BundleServer.send(exchange, 503, new byte[0], null));
        try (var handler = open(Map.of())) {
            assertThat(allows(handler)).isTrue();
        }
    }

    @Test
    void aDamagedFileIsToldAndNotUsed() throws Exception {
        keep(YES);
        var file = files().getFirst();
        var whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 20));
        try (var handler = open(Map.of())) {
            assertThat(handler.state().phase()).isEqualTo(Phase.STARTING);
            assertThat(host.logLines().toString()).contains("bundle mesh was kept, but cannot be used");
            server.has(YES, "\"1\"");
            host.advance(LATER);
            assertThat(allows(handler)).isTrue();
        }
        assertThat(files()).hasSize(1);
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }

    @Test
    void whatAnotherServerHadIsNotUsed() throws Exception {
        keep(YES);
        try (var elsewhere = new BundleServer()) {
            elsewhere.answers(exchange -> BundleServer.send(exchange, 503, new byte[0], null));
            try (var handler = BundleHandlers.open(elsewhere.uri(), Map.of(), host)) {
                assertThat(handler.state().phase()).isEqualTo(Phase.STARTING);
                elsewhere.has(NO, "\"1\"");
                host.advance(LATER);
                assertThat(allows(handler)).isFalse();
            }
            assertThat(files()).as("the other's file").hasSize(1);
            assertThat(Files.readAllBytes(files().getFirst())).isEqualTo(NO);
        }
    }

    @Test
    void whatIsNotSignedIsNotUsedWhereItMustBe() throws Exception {
        keep(YES);
        var verify = Defaults.of(
                VerifyParameters.class,
                Map.of("secret", Optional.of(Secret.of("s".repeat(64))), "algorithm", SigningAlgorithm.HS256));
        try (var handler = open(Map.of("verify", Optional.of(verify)))) {
            assertThat(handler.state().phase()).isEqualTo(Phase.STARTING);
            assertThat(host.logLines().toString()).contains("is not signed");
        }
    }

    @Test
    void aFolderThatCannotBeWrittenCostsTheCopyAlone() throws Exception {
        Files.delete(host.folder());
        Files.createFile(host.folder()); // in the place of the folder
        try {
            server.has(YES, "\"1\"");
            try (var handler = open(Map.of())) {
                assertThat(allows(handler)).isTrue();
                assertThat(isReady(handler)).isTrue();
                assertThat(host.logLines().toString()).contains("bundle mesh cannot be kept for the next start");
                server.has(NO, "\"2\"");
                host.advance(LATER);
                assertThat(allows(handler)).isFalse();
            }
        } finally {
            Files.delete(host.folder());
            Files.createDirectory(host.folder());
        }
    }

    @Test
    void nothingIsKeptWhereItIsNotWanted() throws Exception {
        server.has(YES, "\"1\"");
        try (var handler = open(Map.of("persist", false))) {
            assertThat(isReady(handler)).isTrue();
        }
        assertThat(files()).isEmpty();
    }
}
