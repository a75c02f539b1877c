package dev.mixer.engine.handler;

import dev.mixer.engine.delivery.Outbox;
import dev.mixer.spi.AttributesInstance;
import dev.mixer.spi.AttributesResult;
import dev.mixer.spi.BackendState;
import dev.mixer.spi.Capability;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.Instance;
import dev.mixer.spi.QuotaRequest;
import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.Reported;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A handler as calls see it: every call ends in an {@link Outcome} within its time limit, whatever the adapter does. Safe
 * for use by many threads.
 */
public final class LiveHandler {
    private final HandlerSpec spec;
    private final OpenHandler open;
    private final ScheduledExecutorService timer;
    private final @Nullable Outbox outbox;

    LiveHandler(HandlerSpec spec, OpenHandler open, ScheduledExecutorService timer, @Nullable Outbox outbox) {
        this.spec = spec;
        this.open = open;
        this.timer = timer;
        this.outbox = outbox;
    }

    /** What the configuration wants of it. */
    public HandlerSpec spec() {
        return spec;
    }

    /** How its backend is. */
    public BackendState state() {
        var state = open.state();
        var trouble = outbox == null ? "" : outbox.trouble();
        return trouble.isEmpty() || state.phase() != BackendState.Phase.READY
                ? state
                : BackendState.connecting(trouble);
    }

    /** What it does with instances of a template. */
    public <T extends Instance> Optional<Capability<T>> capability(Class<T> template) {
        return open.handler().capability(template);
    }

    /**
     * Asks for a check.
     *
     * @param deadline in the terms of {@link System#nanoTime}, before which the answer must be there
     */
    @SuppressWarnings("unchecked") // the snapshot pairs capabilities with instances of their template
    public CompletableFuture<Outcome<CheckResult>> check(Capability<?> capability, Instance instance, long deadline) {
        return switch (capability) {
            case Capability.Check<?> check -> {
                var function = (Capability.CheckFunction<Instance>) check.function();
                yield call(() -> function.check(instance), deadline);
            }
            case Capability.AsyncCheck<?> check -> {
                var function = (Capability.AsyncCheckFunction<Instance>) check.function();
                yield callAsync(() -> function.check(instance), deadline);
            }
            default -> throw new IllegalArgumentException("not a check: " + capability);
        };
    }

    /** Asks for amounts; as {@link #check}. */
    @SuppressWarnings("unchecked") // as above
    public CompletableFuture<Outcome<List<QuotaResult>>> allocate(
            Capability<?> capability, List<QuotaRequest<?>> requests, long deadline) {
        return switch (capability) {
            case Capability.Quota<?> quota -> {
                var function = (Capability.QuotaFunction<dev.mixer.spi.QuotaInstance>) quota.function();
                yield call(() -> function.allocate((List) requests), deadline);
            }
            case Capability.AsyncQuota<?> quota -> {
                var function = (Capability.AsyncQuotaFunction<dev.mixer.spi.QuotaInstance>) quota.function();
                yield callAsync(() -> function.allocate((List) requests), deadline);
            }
            default -> throw new IllegalArgumentException("not a quota: " + capability);
        };
    }

    /** Hands over records; the result is {@code true} when the handler has taken them. */
    @SuppressWarnings("unchecked") // as above
    public CompletableFuture<Outcome<Boolean>> report(
            Capability<?> capability, List<Reported<?>> records, long deadline) {
        if (!(capability instanceof Capability.Report<?> report)) {
            throw new IllegalArgumentException("not a report: " + capability);
        }
        var function = (Capability.ReportFunction<dev.mixer.spi.ReportInstance>) report.function();
        return call(
                () -> {
                    function.report((List) records);
                    return true;
                },
                deadline);
    }

    /** Where its records wait; absent where it delivers none. */
    public @Nullable Outbox outbox() {
        return outbox;
    }

    /**
     * Encodes records for the outbox. Those that cannot be encoded are left out.
     *
     * @param fault is told why, once for each
     */
    @SuppressWarnings("unchecked") // as above
    public List<byte[]> encode(Capability<?> capability, List<Reported<?>> records, Consumer<String> fault) {
        if (!(capability instanceof Capability.Deliver<?> deliver)) {
            throw new IllegalArgumentException("not a delivery: " + capability);
        }
        var function = (Capability.EncodeFunction<dev.mixer.spi.ReportInstance>) deliver.function();
        open.calls.increment();
        long start = System.nanoTime();
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(open.loader());
        var contents = new ArrayList<byte[]>(records.size());
        try {
            for (var record : records) {
                encode(function, (Reported<dev.mixer.spi.ReportInstance>) record, contents, fault);
            }
        } finally {
            thread.setContextClassLoader(before);
        }
        judge(start, System.nanoTime() - start);
        return contents;
    }

    private void encode(
            Capability.EncodeFunction<dev.mixer.spi.ReportInstance> function,
            Reported<dev.mixer.spi.ReportInstance> record,
            List<byte[]> contents,
            Consumer<String> fault) {
        try {
            byte @Nullable [] content = function.encode(record);
            if (content == null) {
                throw new IllegalStateException("it answered null");
            }
            contents.add(content);
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            open.failures.increment();
            fault.accept(record.instanceName() + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }

    /** Derives attributes; as {@link #check}. */
    @SuppressWarnings("unchecked") // as above
    public CompletableFuture<Outcome<AttributesResult<?>>> derive(
            Capability<?> capability, Instance instance, long deadline) {
        return switch (capability) {
            case Capability.Attributes<?, ?> attributes -> {
                var function =
                        (Capability.AttributesFunction<AttributesInstance<Record>, Record>) attributes.function();
                yield call(
                        () -> (AttributesResult<?>) function.derive((AttributesInstance<Record>) instance), deadline);
            }
            case Capability.AsyncAttributes<?, ?> attributes -> {
                var function =
                        (Capability.AsyncAttributesFunction<AttributesInstance<Record>, Record>) attributes.function();
                yield callAsync(
                        () -> function.derive((AttributesInstance<Record>) instance)
                                .thenApply(derived -> (AttributesResult<?>) derived),
                        deadline);
            }
            default -> throw new IllegalArgumentException("not an attribute producer: " + capability);
        };
    }

    private <R> CompletableFuture<Outcome<R>> call(Callable<@Nullable R> work, long deadline) {
        open.calls.increment();
        return open.inline() ? CompletableFuture.completedFuture(callInline(work)) : callElsewhere(work, deadline);
    }

    private <R> Outcome<R> callInline(Callable<@Nullable R> work) {
        long start = System.nanoTime();
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(open.loader());
        Outcome<R> outcome;
        try {
            outcome = outcome(work.call(), System.nanoTime() - start);
        } catch (Throwable e) {
            outcome = failure(e, System.nanoTime() - start);
        } finally {
            thread.setContextClassLoader(before);
        }
        count(outcome);
        judge(start, outcome.nanos());
        return outcome;
    }

    private void judge(long start, long taken) {
        if (taken > HoldBudget.SHORT_NANOS) {
            open.held(start, taken);
        }
    }

    private <R> CompletableFuture<Outcome<R>> callElsewhere(Callable<@Nullable R> work, long deadline) {
        var promise = new CompletableFuture<Outcome<R>>();
        long start = System.nanoTime();
        Future<?> task;
        try {
            task = open.threads().submit(() -> {
                Outcome<R> outcome;
                try {
                    outcome = outcome(work.call(), System.nanoTime() - start);
                } catch (Throwable e) {
                    outcome = failure(e, System.nanoTime() - start);
                }
                settle(promise, outcome);
            });
        } catch (RejectedExecutionException e) {
            return rejected();
        }
        limit(promise, start, deadline, task);
        return promise;
    }

    private <R> CompletableFuture<Outcome<R>> rejected() {
        open.failures.increment();
        return CompletableFuture.completedFuture(Outcome.failed(
                spec.maxConcurrentCalls() + " calls of it are running, its limit maxConcurrentCalls", 0));
    }

    private <R> CompletableFuture<Outcome<R>> callAsync(Callable<CompletionStage<R>> work, long deadline) {
        open.calls.increment();
        var promise = new CompletableFuture<Outcome<R>>();
        long start = System.nanoTime();
        if (open.demoted()) {
            try {
                limit(promise, start, deadline, open.threads().submit(() -> begin(work, promise, start)));
                return promise;
            } catch (RejectedExecutionException e) {
                return rejected();
            }
        }
        begin(work, promise, start);
        judge(start, System.nanoTime() - start);
        if (!promise.isDone()) {
            limit(promise, start, deadline, null);
        }
        return promise;
    }

    /** Has the adapter begin an answer that comes later. */
    private <R> void begin(Callable<CompletionStage<R>> work, CompletableFuture<Outcome<R>> promise, long start) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(open.loader());
        try {
            @Nullable CompletionStage<R> stage = work.call();
            if (stage == null) {
                settle(promise, outcome(null, System.nanoTime() - start));
            } else {
                stage.whenComplete((result, error) -> settle(
                        promise,
                        error == null
                                ? outcome(result, System.nanoTime() - start)
                                : failure(error, System.nanoTime() - start)));
            }
        } catch (Throwable e) {
            settle(promise, failure(e, System.nanoTime() - start));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Ends the wait for {@code promise} in time; a task that holds a thread is interrupted. */
    private <R> void limit(CompletableFuture<Outcome<R>> promise, long start, long deadline, @Nullable Future<?> task) {
        long nanos = Math.min(spec.timeLimit().toNanos(), deadline - start);
        var alarm = timer.schedule(
                () -> {
                    if (promise.isDone()) {
                        return;
                    }
                    open.timeouts.increment();
                    long taken = System.nanoTime() - start;
                    settle(promise, Outcome.failed("no answer in " + taken / 1_000_000 + " ms", taken));
                    if (task != null) {
                        task.cancel(true);
                    }
                },
                Math.max(nanos, 0),
                TimeUnit.NANOSECONDS);
        var _ = promise.whenComplete((_, _) -> alarm.cancel(false));
    }

    /** Ends a call with its outcome, unless it has ended before, as by its time limit. */
    private <R> void settle(CompletableFuture<Outcome<R>> promise, Outcome<R> outcome) {
        if (!promise.isDone()) {
            count(outcome);
            promise.complete(outcome);
        }
    }

    private void count(Outcome<?> outcome) {
        if (outcome.failure() != null) {
            open.failures.increment();
        }
    }

    private static <R> Outcome<R> outcome(@Nullable R result, long nanos) {
        return result == null ? Outcome.failed("it answered null", nanos) : Outcome.of(result, nanos);
    }

    private static <R> Outcome<R> failure(Throwable error, long nanos) {
        var cause = error instanceof ExecutionException || error instanceof java.util.concurrent.CompletionException
                ? error.getCause()
                : error;
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        var shown = cause == null ? error : cause;
        return Outcome.failed(shown.getMessage() == null ? shown.toString() : shown.getMessage(), nanos);
    }
}
