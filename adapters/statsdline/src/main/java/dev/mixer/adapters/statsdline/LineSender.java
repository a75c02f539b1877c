package dev.mixer.adapters.statsdline;

import dev.mixer.adapters.sending.Health;
import dev.mixer.adapters.sending.HostPort;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.BackendState;
import dev.mixer.spi.DataSize;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.Receipt;
import dev.mixer.spi.Sender;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Packs lines into packets and hands these to the operating system. Neither UDP nor TCP brings an answer from a StatsD
 * server: a record counts as delivered when the operating system has its packet.
 */
public final class LineSender implements Sender, AutoCloseable {
    /** Bursts of datagrams must fit into the server's receive buffer, 208 KiB on Linux unless changed. */
    private static final DataSize UDP_BURST = new DataSize(64 << 10);

    private final HostPort server;
    private final Link link;
    private final int packetBytes;
    private final int packetRecords;
    private final DataSize maxBytes;
    private final Health health = new Health();
    private volatile boolean closed;

    /**
     * @param packetBytes the largest packet; a longer record goes in one of its own
     * @param packetRecords the most records in a packet
     */
    public LineSender(HostPort server, Protocol protocol, int packetBytes, int packetRecords) {
        this(server, protocol == Protocol.UDP ? new UdpLink() : new TcpLink(), packetBytes, packetRecords);
    }

    LineSender(HostPort server, Link link, int packetBytes, int packetRecords) {
        this.server = server;
        this.link = link;
        this.maxBytes = link instanceof UdpLink ? UDP_BURST : DEFAULT_MAX_BYTES;
        this.packetBytes = packetBytes;
        this.packetRecords = packetRecords;
    }

    @Override
    public Receipt send(List<Parcel> batch) throws AdapterException, InterruptedException {
        int written = 0;
        try {
            link.connect(server.resolve());
            if (closed) {
                link.drop();
            }
            while (written < batch.size()) {
                int end = endOfPacket(batch, written);
                var packet = packet(batch.subList(written, end));
                if (packet.hasRemaining()) {
                    link.write(packet);
                }
                written = end;
            }
        } catch (IOException e) {
            link.drop();
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException("while sending to " + server).initCause(e);
            }
            var reason = server + " cannot be reached: " + e;
            health.failed(reason);
            if (written == 0) {
                throw AdapterException.transientFailure(reason, e);
            }
            return notWritten(written, batch.size(), reason);
        }
        health.succeeded();
        return Receipt.COMPLETE;
    }

    @Override
    public DataSize maxBytes() {
        return maxBytes;
    }

    /** How the server is, as far as sending tells. */
    public BackendState state() {
        return health.state();
    }

    @Override
    public void close() {
        closed = true;
        link.drop();
    }

    private int endOfPacket(List<Parcel> batch, int start) {
        long bytes = 0;
        int records = 0;
        int end = start;
        for (; end < batch.size(); end++) {
            int length = batch.get(end).content().length;
            if (records > 0 && length > 0 && (bytes + length > packetBytes || records >= packetRecords)) {
                return end;
            }
            bytes += length;
            records += length > 0 ? 1 : 0;
        }
        return end;
    }

    private static ByteBuffer packet(List<Parcel> records) {
        int bytes = 0;
        for (var one : records) {
            bytes += one.content().length;
        }
        var packet = ByteBuffer.allocate(bytes);
        for (var one : records) {
            packet.put(one.content());
        }
        return packet.flip();
    }

    private static Receipt notWritten(int from, int size, String reason) {
        var unsent = new ArrayList<Receipt.Unsent>(size - from);
        for (int i = from; i < size; i++) {
            unsent.add(new Receipt.Unsent(i, AdapterException.Kind.TRANSIENT, reason));
        }
        return new Receipt(unsent);
    }
}
