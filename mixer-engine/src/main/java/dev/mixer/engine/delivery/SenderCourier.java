package dev.mixer.engine.delivery;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AdapterException.Kind;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.Receipt;
import dev.mixer.spi.Sender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends by an adapter's sender on a thread that may block; an attempt that takes too long is interrupted and has failed. */
final class SenderCourier implements Courier {
    private static final int UNEXPECTED_IN_A_ROW = 3;

    private final Sender sender;
    private final ClassLoader loader;
    private final Duration limit;
    private final Executor threads;
    private final ScheduledExecutorService timer;
    private int unexpectedInARow; // one attempt at a time, each begun when the one before has told its end

    SenderCourier(Sender sender, ClassLoader loader, Duration limit, Executor threads, ScheduledExecutorService timer) {
        this.sender = sender;
        this.loader = loader;
        this.limit = limit;
        this.threads = threads;
        this.timer = timer;
    }

    @Override
    public void send(List<Parcel> batch, Consumer<Outcome> end) {
        threads.execute(() -> {
            var attempt = new Attempt();
            var alarm = timer.schedule(attempt::interrupt, limit.toNanos(), TimeUnit.NANOSECONDS);
            var outcome = attempt(batch);
            attempt.end();
            alarm.cancel(false);
            end.accept(outcome);
        });
    }

    private Outcome attempt(List<Parcel> batch) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            @Nullable Receipt receipt = sender.send(batch);
            if (receipt == null) {
                return unexpected("it answered null");
            }
            unexpectedInARow = 0;
            return new Outcome.Answered(receipt);
        } catch (AdapterException e) {
            unexpectedInARow = 0;
            return new Outcome.Failed(
                    e.kind(), String.valueOf(e.getMessage()), e.retryAfter().orElse(Duration.ZERO));
        } catch (InterruptedException e) {
            return new Outcome.Failed(
                    Kind.TRANSIENT, "no answer from its backend in " + limit.toMillis() + " ms", Duration.ZERO);
        } catch (Throwable e) {
            return unexpected("the adapter failed: " + e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** A fault of the adapter may pass; one that does not is looked for in the records, so that the others get through. */
    private Outcome unexpected(String reason) {
        var kind = ++unexpectedInARow > UNEXPECTED_IN_A_ROW ? Kind.PERMANENT : Kind.TRANSIENT;
        return new Outcome.Failed(kind, reason, Duration.ZERO);
    }

    /** The thread of one attempt, interrupted at most while that runs. */
    private static final class Attempt {
        private @Nullable Thread thread = Thread.currentThread();

        synchronized void interrupt() {
            if (thread != null) {
                thread.interrupt();
            }
        }

        synchronized void end() {
            thread = null;
            var _ = Thread.interrupted();
        }
    }

    @Override
    public int maxRecords() {
        return Math.max(1, sender.maxRecords());
    }

    @Override
    public long maxBytes() {
        return Math.max(1, sender.maxBytes().bytes());
    }
}
