package dev.mixer.adapters.statsdline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.sending.HostPort;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.BackendState;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.Receipt;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LineSenderTest {
    @Test
    void packetsAreAsLargeAsAllowedAndNoLarger() throws Exception {
        try (var server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var sender = udp(server.getLocalPort(), 10, 100)) {
            var receipt = sender.send(parcels("a:1|c\n", "", "b:1\n", "c:1|c\n", "longer:than|all\n", "d:1|c\n"));
            assertThat(receipt).isEqualTo(Receipt.COMPLETE);
            assertThat(receive(server)).isEqualTo("a:1|c\nb:1\n");
            assertThat(receive(server)).isEqualTo("c:1|c\n");
            assertThat(receive(server)).isEqualTo("longer:than|all\n");
            assertThat(receive(server)).isEqualTo("d:1|c\n");
        }
    }

    @Test
    void packetsHaveAsManyRecordsAsAllowed() throws Exception {
        try (var server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var sender = udp(server.getLocalPort(), 1000, 2)) {
            sender.send(parcels("a\n", "b\n", "", "c\n"));
            assertThat(receive(server)).isEqualTo("a\nb\n");
            assertThat(receive(server)).isEqualTo("c\n");
        }
    }

    @Test
    void nothingIsSentWhereSamplingLeftAllOut() throws Exception {
        try (var server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var sender = udp(server.getLocalPort(), 1000, 2)) {
            sender.send(parcels("", ""));
            sender.send(parcels("a\n"));
            assertThat(receive(server)).isEqualTo("a\n");
        }
    }

    @Test
    void aNameThatNobodyKnowsIsTransient() {
        var server = HostPort.parse("address", "no-such-host.invalid:8125");
        try (var sender = new LineSender(server, Protocol.UDP, 512, 100)) {
            assertThatThrownBy(() -> sender.send(parcels("a\n")))
                    .isInstanceOfSatisfying(
                            AdapterException.class,
                            e -> assertThat(e.kind()).isEqualTo(AdapterException.Kind.TRANSIENT))
                    .hasMessageContaining("no-such-host.invalid:8125");
            assertThat(sender.state().phase()).isEqualTo(BackendState.Phase.DEGRADED);
        }
    }

    @Test
    void whatWasNotWrittenIsLeftOverAsTransient() throws Exception {
        try (var sender = new LineSender(HostPort.parse("address", "127.0.0.1:1"), new BreakingLink(2), 2, 100)) {
            var receipt = sender.send(parcels("a\n", "b\n", "c\n", "d\n"));
            assertThat(receipt.unsent())
                    .extracting(Receipt.Unsent::index, Receipt.Unsent::kind)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(2, AdapterException.Kind.TRANSIENT),
                            org.assertj.core.groups.Tuple.tuple(3, AdapterException.Kind.TRANSIENT));
        }
    }

    @Test
    void aPortWhereNobodyListensIsNoticedAfterTheFirstPacket() throws Exception {
        int port;
        try (var gone = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            port = gone.getLocalPort();
        }
        try (var sender = udp(port, 512, 100)) {
            dev.mixer.testkit.Poll.until("the kernel's answer noticed", () -> {
                try {
                    sender.send(parcels("a\n"));
                    return false;
                } catch (AdapterException e) {
                    return e.kind() == AdapterException.Kind.TRANSIENT;
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }
    }

    private static LineSender udp(int port, int bytes, int records) {
        return new LineSender(HostPort.parse("address", "127.0.0.1:" + port), Protocol.UDP, bytes, records);
    }

    private static String receive(DatagramSocket server) throws IOException {
        var packet = new DatagramPacket(new byte[2000], 2000);
        server.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static List<Parcel> parcels(String... contents) {
        return Arrays.stream(contents)
                .map(text -> new Parcel("id", Instant.EPOCH, text.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** Takes some packets and breaks. */
    private static final class BreakingLink implements Link {
        private int left;

        BreakingLink(int packets) {
            this.left = packets;
        }

        @Override
        public void connect(InetSocketAddress server) {}

        @Override
        public void write(java.nio.ByteBuffer packet) throws IOException {
            if (left-- == 0) {
                throw new IOException("broken");
            }
        }

        @Override
        public void drop() {}
    }
}
