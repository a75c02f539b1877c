package dev.mixer.adapters.fluentd;

import dev.mixer.adapters.sending.Health;
import dev.mixer.adapters.sending.HostPort;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.BackendState;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.Receipt;
import dev.mixer.spi.Sender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends each batch as one message for each tag, all at once, and then reads what the server acknowledges. Within a tag
 * the order is kept.
 */
final class FluentdSender implements Sender, AutoCloseable {
    private final HostPort server;
    private final FluentdParameters parameters;
    private final @Nullable SSLContext tls;
    private final Health health = new Health();
    private volatile @Nullable Connection connection;
    private volatile boolean closed;

    /** @param tls absent: in the clear */
    FluentdSender(FluentdParameters parameters, @Nullable SSLContext tls) {
        this.server = HostPort.parse("address", parameters.address());
        this.parameters = parameters;
        this.tls = tls;
    }

    @Override
    public Receipt send(List<Parcel> batch) throws AdapterException, InterruptedException {
        var unsent = new ArrayList<Receipt.Unsent>();
        var waiting = messages(batch, unsent);
        try {
            exchange(waiting);
            health.succeeded();
        } catch (IOException e) {
            drop();
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException("while sending to " + server).initCause(e);
            }
            var reason = server + ": " + e.getMessage();
            health.failed(reason);
            for (var message : waiting.values()) {
                for (int index : message.indexes()) {
                    unsent.add(new Receipt.Unsent(index, AdapterException.Kind.TRANSIENT, reason));
                }
            }
            if (unsent.size() == batch.size()
                    && unsent.stream().allMatch(one -> one.kind() == AdapterException.Kind.TRANSIENT)) {
                throw AdapterException.transientFailure(reason, e);
            }
        }
        unsent.sort(Comparator.comparingInt(Receipt.Unsent::index));
        return new Receipt(unsent);
    }

    /** How the server was at the last batch. */
    BackendState state() {
        return health.state();
    }

    @Override
    public void close() {
        closed = true;
        drop();
    }

    /** By chunk. */
    private static Map<String, Message> messages(List<Parcel> batch, List<Receipt.Unsent> unsent) {
        var byTag = new LinkedHashMap<String, Message>();
        for (int i = 0; i < batch.size(); i++) {
            try {
                var entry = StoredEntry.of(batch.get(i).content());
                byTag.computeIfAbsent(entry.tag(), Message::new).add(i, entry, batch.get(i));
            } catch (IOException e) {
                unsent.add(new Receipt.Unsent(i, AdapterException.Kind.PERMANENT, String.valueOf(e.getMessage())));
            }
        }
        var byChunk = new LinkedHashMap<String, Message>();
        byTag.values().forEach(message -> byChunk.put(message.chunk(), message));
        return byChunk;
    }

    /** Leaves in {@code waiting} what the server has not acknowledged. */
    private void exchange(Map<String, Message> waiting) throws IOException {
        if (waiting.isEmpty()) {
            return;
        }
        var current = connected();
        for (var message : waiting.values()) {
            message.pack(current.out(), parameters);
        }
        current.out().flush();
        if (!parameters.requireAck()) {
            waiting.clear();
        }
        while (!waiting.isEmpty()) {
            var _ = waiting.remove(current.readAcknowledgement());
        }
    }

    private Connection connected() throws IOException {
        var current = connection;
        if (current != null) {
            return current;
        }
        var next = Connection.open(server, tls, parameters.ackTimeout());
        connection = next;
        if (closed) {
            drop();
            throw new IOException("the handler has closed");
        }
        if (parameters.sharedKey().isPresent()) {
            new Handshake(parameters.sharedKey().get(), parameters).perform(next);
        }
        return next;
    }

    private void drop() {
        var current = connection;
        connection = null;
        if (current != null) {
            current.close();
        }
    }
}
