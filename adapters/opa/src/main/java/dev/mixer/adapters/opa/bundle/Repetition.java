package dev.mixer.adapters.opa.bundle;

import dev.mixer.spi.Host;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Does work again and again, once at a time, with pauses that the work tells and with growing ones while it fails. */
final class Repetition implements AutoCloseable {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private final Host.Scheduler scheduler;
    private final Work work;
    private final Duration longest;
    private Duration retry = FIRST_RETRY; // of the one run that may be under way

    // Guarded by this.
    private Host.@Nullable Cancellable next;
    private boolean closed;

    /** Work. */
    interface Work {
        /** Does it and tells how long to pause. */
        Duration run() throws IOException, InterruptedException;

        /** Is told of a failure. */
        void failed(String reason);
    }

    /** @param longest how long pauses between failures may grow */
    Repetition(Host.Scheduler scheduler, Work work, Duration longest) {
        this.scheduler = scheduler;
        this.work = work;
        this.longest = longest;
    }

    void start() {
        scheduler.execute(this::runOnce);
    }

    private void runOnce() {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        Duration pause;
        try {
            pause = work.run();
            retry = FIRST_RETRY;
        } catch (IOException | RuntimeException e) { // whatever happens, there is a next time
            work.failed(e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString());
            pause = between(shorter(retry, longest).multipliedBy(3).dividedBy(4), shorter(retry, longest));
            retry = shorter(retry.multipliedBy(2), longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            pause = longest;
        }
        synchronized (this) {
            if (!closed) {
                next = scheduler.after(pause, this::runOnce);
            }
        }
    }

    /** Anything between two pauses, so that many hosts do not come back to a server at once. */
    static Duration between(Duration least, Duration most) {
        long spread = most.toNanos() - least.toNanos();
        return spread <= 0 ? least : least.plusNanos(ThreadLocalRandom.current().nextLong(spread + 1));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.close();
        }
    }
}
