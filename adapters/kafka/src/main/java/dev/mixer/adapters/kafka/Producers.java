package dev.mixer.adapters.kafka;

import dev.mixer.spi.AdapterException;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** The producer of a handler: made when first needed, and again after a failure that it does not survive. */
final class Producers implements AutoCloseable {
    /** What is in flight may still be acknowledged; all else stays with the host. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final Clients clients;
    private @Nullable Producer<byte[], byte[]> producer;
    private boolean closed;

    Producers(Clients clients) {
        this.clients = clients;
    }

    synchronized Producer<byte[], byte[]> get() throws AdapterException {
        if (closed) {
            throw AdapterException.transientFailure("the handler is closed", null);
        }
        if (producer == null) {
            producer = clients.producer();
        }
        return producer;
    }

    /** Gives up a producer with all that it still holds. */
    void discard(Producer<byte[], byte[]> useless) {
        synchronized (this) {
            if (useless.equals(producer)) {
                producer = null;
            }
        }
        useless.close(Duration.ZERO);
    }

    @Override
    public void close() {
        Producer<byte[], byte[]> last;
        synchronized (this) {
            closed = true;
            last = producer;
            producer = null;
        }
        if (last != null) {
            last.close(CLOSE_LIMIT);
        }
    }
}
