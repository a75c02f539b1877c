package dev.mixer.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.server.front.envoy.FrontHarness;
import dev.mixer.testkit.Certificates;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
    @TempDir
    Path folder;

    @Test
    void clientsCallThroughTheSocket() throws Exception {
        var socket = folder.resolve("mixer.sock");
        try (var port = open(socket)) {
            assertThat(ask(socket)).isEqualTo(ServingStatus.NOT_SERVING);

            port.serving(true);
            assertThat(ask(socket)).isEqualTo(ServingStatus.SERVING);
            assertThat(port.address()).hasToString("unix:" + socket);
        }
    }

    @Test
    void onlyOwnerAndGroupMayCall() throws Exception {
        var socket = folder.resolve("mixer.sock");
        try (var _ = open(socket)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-rw----");
        }
    }

    @Test
    void theFileGoesWithThePort() throws Exception {
        var socket = folder.resolve("mixer.sock");
        for (int i = 0; i < 2; i++) {
            try (var _ = open(socket)) {
                assertThat(socket).exists();
            }
            assertThat(Files.exists(socket, LinkOption.NOFOLLOW_LINKS)).isFalse();
        }
    }

    @Test
    void whatADeadProcessLeftIsReplaced() throws Exception {
        var socket = folder.resolve("mixer.sock");
        try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();

        try (var _ = open(socket)) {
            assertThat(ask(socket)).isEqualTo(ServingStatus.NOT_SERVING);
        }
    }

    @Test
    void aSocketInUseIsLeftToItsProcess() throws Exception {
        var socket = folder.resolve("mixer.sock");
        try (var _ = open(socket)) {
            assertFault(socket, "another process is using it; stop that one or choose another path");
            assertThat(ask(socket)).isEqualTo(ServingStatus.NOT_SERVING);
        }
    }

    @Test
    void aSocketWhoseQueueIsFullIsInUse() throws Exception {
        var socket = folder.resolve("mixer.sock");
        var waiting = new ArrayList<AutoCloseable>();
        try (var busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            busy.bind(UnixDomainSocketAddress.of(socket), 1);
            assertThatThrownBy(() -> {
                        while (waiting.size() < 100) {
                            var client = SocketChannel.open(StandardProtocolFamily.UNIX);
                            waiting.add(client);
                            client.configureBlocking(false);
                            client.connect(UnixDomainSocketAddress.of(socket));
                        }
                    })
                    .isInstanceOf(SocketException.class);

            assertFault(socket, "another process may be using it");
        } finally {
            for (var each : waiting) {
                each.close();
            }
        }
        assertThat(socket).exists();
    }

    @Test
    void anythingElseInThePlaceIsLeftAlone() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "precious");
        var inner = Files.createDirectory(folder.resolve("inner"));
        var link = Files.createSymbolicLink(folder.resolve("link"), file);
        for (var path : List.of(file, inner, link)) {
            assertFault(path, "the path is something else than a socket, which is left alone");
        }
        assertThat(file).hasContent("precious");
        assertThat(inner).isDirectory();
        assertThat(link).isSymbolicLink();
    }

    @Test
    void aPathThatIsTooLongIsNamedWithItsLimit() throws Exception {
        int rest = 106 - folder.toString().length() - 1;
        var longest = folder.resolve("a".repeat(rest));
        var tooLong = folder.resolve("a".repeat(rest + 1));
        if (!System.getProperty("os.name").startsWith("Mac")) {
            try (var _ = open(longest)) {
                assertThat(ask(longest)).isEqualTo(ServingStatus.NOT_SERVING);
            }
        }
        assertFault(tooLong, "the path has 107 bytes, a unix socket's may have 10");
    }

    @Test
    void aFolderThatDoesNotExistIsNamed() {
        assertFault(
                folder.resolve("none").resolve("mixer.sock"),
                "the folder " + folder.resolve("none") + " does not exist; create it");
    }

    @Test
    void tlsWorksOverASocketToo() throws Exception {
        var certificates = new Certificates(folder);
        var own = certificates.issue("own", "dns:localhost");
        var socket = folder.resolve("mixer.sock");
        try (var _ = open(socket, "tls.certificate=" + own.certificate(), "tls.key=" + own.key())) {
            var credentials = TlsChannelCredentials.newBuilder()
                    .trustManager(certificates.authority("ca").toFile())
                    .build();
            assertThat(ask(socket, credentials)).isEqualTo(ServingStatus.NOT_SERVING);
        }
    }

    private static MeshPort open(Path socket, String... more) throws IOException {
        var sets = new ArrayList<>(List.of(more));
        sets.add("grpc.address=unix:" + socket);
        return MeshPort.open(FrontHarness.settings(sets.toArray(String[]::new)), List.of());
    }

    private static void assertFault(Path socket, String sentence) {
        assertThatIOException()
                .isThrownBy(() -> open(socket).close())
                .satisfies(e -> assertThat(e.getMessage())
                        .startsWith("grpc.address unix:" + socket + ": " + sentence)
                        .doesNotContain("\n"));
    }

    private static ServingStatus ask(Path socket) {
        return ask(socket, InsecureChannelCredentials.create());
    }

    private static ServingStatus ask(Path socket, ChannelCredentials credentials) {
        var threads = new NioEventLoopGroup(1);
        var channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket), credentials)
                .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                .eventLoopGroup(threads)
                .overrideAuthority("localhost")
                .build();
        try {
            return HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(20, TimeUnit.SECONDS)
                    .check(HealthCheckRequest.getDefaultInstance())
                    .getStatus();
        } finally {
            channel.shutdownNow();
            var _ = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
