package dev.mixer.adapters.redisquota;

import dev.mixer.spi.Handler;
import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.Status;
import dev.mixer.spi.template.RateLimit;
import dev.mixer.testkit.Calls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Callers that ask without an end, so that a test sees what each call got while something happens to Redis. */
final class Load implements AutoCloseable {
    private static final int CALLERS = 4;
    private static final long PAUSE_NANOS = 2_000_000;

    /** One call; times are {@link System#nanoTime}. */
    record Call(RateLimit wanted, QuotaResult result, long begun, long ended) {
        Duration took() {
            return Duration.ofNanos(ended - begun);
        }

        boolean isDecided() {
            return result.status().isOk();
        }
    }

    private final AtomicBoolean over = new AtomicBoolean();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    /** Asks for one of each in turn. */
    Load(Handler handler, List<RateLimit> limits) {
        for (int i = 0; i < CALLERS; i++) {
            int first = i;
            threads.add(Thread.ofPlatform().daemon().start(() -> run(handler, limits, first)));
        }
    }

    private void run(Handler handler, List<RateLimit> limits, int first) {
        try {
            for (int i = first; !over.get(); i++) {
                var wanted = limits.get(i % limits.size());
                long begun = System.nanoTime();
                var result = Calls.quota(handler, wanted, 1);
                calls.add(new Call(wanted, result, begun, System.nanoTime()));
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (Throwable e) { // also errors: the test is there to see them
            failures.add(e);
        }
    }

    /** What was answered so far. */
    List<Call> calls() {
        return List.copyOf(calls);
    }

    boolean decidesSince(long time) {
        return calls.stream().anyMatch(call -> call.begun() >= time && call.isDecided());
    }

    boolean refusesSince(long time) {
        return calls.stream()
                .anyMatch(
                        call -> call.begun() >= time && call.result().status().code() == Status.Code.PERMISSION_DENIED);
    }

    /** Ends the load and answers all calls; fails if one threw. */
    List<Call> end() throws InterruptedException {
        over.set(true);
        for (var thread : threads) {
            thread.join(20_000);
            if (thread.isAlive()) {
                throw new AssertionError("a call has not come back");
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.peek());
        }
        return calls();
    }

    @Override
    public void close() {
        over.set(true);
    }
}
