package dev.mixer.adapters.redisquota;

import dev.mixer.spi.BackendState;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.netty.util.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The way to Redis: connects by itself and again, limits how long a decision takes, and knows how things stand. While
 * decisions fail one after another, one at a time is sent to see whether Redis is back; the others fail at once, so that
 * an outage costs callers no time.
 */
final class RedisLink implements AutoCloseable {
    /** After as many failures in a row, and again after as many more, another connection is tried. */
    private static final int FAILURES_OF_A_CONNECTION = 20;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private record Live(
            StatefulConnection<String, String> connection, RedisScriptingAsyncCommands<String, String> commands) {}

    private final RedisClients clients;
    private final Script script;
    private final long timeoutNanos;
    private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();
    private final AtomicBoolean connecting = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private volatile @Nullable Live live;
    private volatile String detail = "not connected yet";

    RedisLink(RedisClients clients, Script script, Duration timeout) {
        this.clients = clients;
        this.script = script;
        this.timeoutNanos = timeout.toNanos();
    }

    /** Begins to connect; the stage completes with the first attempt, however that ends. */
    CompletableFuture<Void> start() {
        connect(FIRST_PAUSE);
        return first;
    }

    BackendState state() {
        var now = live;
        if (now == null) {
            return BackendState.connecting(detail);
        }
        var shards = RedisClients.shards(now.connection());
        var failing = shards.stream()
                .map(breakers::get)
                .filter(breaker -> breaker != null && breaker.fails())
                .toList();
        if (!now.connection().isOpen() && (!clients.isCluster() || failing.size() == shards.size())) {
            return BackendState.connecting("the connection to Redis is lost");
        }
        return failing.isEmpty()
                ? BackendState.READY
                : BackendState.degraded(failing.getFirst().detail());
    }

    /** Asks Redis; fails within the time limit with {@link UnavailableException} where there is no decision. */
    CompletableFuture<Decision> decide(Question question) {
        var now = live;
        // A Cluster has a connection for each node; the one that isOpen speaks of decides nothing.
        if (now == null || (!clients.isCluster() && !now.connection().isOpen())) {
            return CompletableFuture.failedFuture(new UnavailableException("Redis is not connected: " + detail));
        }
        var breaker = breakers.computeIfAbsent(
                RedisClients.shard(now.connection(), question.keys().getFirst()), _ -> new Breaker());
        boolean probe = breaker.isOpen();
        if (probe && !breaker.beginProbe()) {
            return CompletableFuture.failedFuture(
                    new UnavailableException("Redis does not decide: " + breaker.detail()));
        }
        var promise = new CompletableFuture<Decision>();
        var alarm = clients.timer()
                .newTimeout(
                        _ -> promise.completeExceptionally(UnavailableException.silence(timeoutNanos / 1_000_000)),
                        timeoutNanos,
                        TimeUnit.NANOSECONDS);
        // Callers wait for this one, so that they find the state that their own decision left.
        var settled = promise.whenComplete((_, error) -> settle(alarm, breaker, probe, error));
        try {
            send(now.commands(), question, promise);
        } catch (RuntimeException e) {
            promise.completeExceptionally(new UnavailableException(String.valueOf(e.getMessage())));
        }
        return settled;
    }

    private void send(
            RedisScriptingAsyncCommands<String, String> commands,
            Question question,
            CompletableFuture<Decision> promise) {
        var keys = question.keys().toArray(String[]::new);
        var arguments = question.arguments().toArray(String[]::new);
        var sent = commands.<List<Long>>evalsha(script.digest(), ScriptOutputType.MULTI, keys, arguments);
        cancelWith(promise, sent.toCompletableFuture());
        var _ = sent.whenComplete((answer, error) -> {
            if (error instanceof RedisNoScriptException && !promise.isDone()) {
                // A new server, or one that has lost its data: it learns the script with the decision.
                var again = commands.<List<Long>>eval(script.text(), ScriptOutputType.MULTI, keys, arguments);
                cancelWith(promise, again.toCompletableFuture());
                var _ = again.whenComplete((second, failure) -> complete(promise, second, failure));
            } else {
                complete(promise, answer, error);
            }
        });
    }

    /** What nobody waits for any more must not be sent when the connection is back. */
    private static void cancelWith(CompletableFuture<Decision> promise, Future<?> command) {
        var _ = promise.whenComplete((_, _) -> command.cancel(false));
    }

    private static void complete(
            CompletableFuture<Decision> promise, @Nullable List<Long> answer, @Nullable Throwable error) {
        if (answer == null) {
            promise.completeExceptionally(
                    new UnavailableException("Redis: " + (error == null ? "no answer" : error.getMessage())));
        } else {
            promise.complete(Decision.of(answer));
        }
    }

    private void settle(Timeout alarm, Breaker breaker, boolean probe, @Nullable Throwable error) {
        alarm.cancel();
        if (error == null) {
            breaker.succeeded();
        } else {
            detail = String.valueOf(error.getMessage());
            if (breaker.failed(detail) % FAILURES_OF_A_CONNECTION == 0 && mayBeTheConnection(error)) {
                renew();
            }
        }
        if (probe) {
            breaker.endProbe();
        }
    }

    /**
     * A Cluster's connections to nodes come back by themselves, and a new one would touch the healthy shards; a single
     * server that only answers errors may be a replica by now.
     */
    private boolean mayBeTheConnection(Throwable error) {
        return !clients.isCluster() || (error instanceof UnavailableException known && known.isSilence());
    }

    private void renew() {
        var old = live;
        if (old != null && connecting.compareAndSet(false, true)) {
            // The other shards of a Cluster go on deciding until the new connection is there.
            if (!clients.isCluster()) {
                live = null;
                var _ = old.connection().closeAsync();
            }
            attempt(FIRST_PAUSE);
        }
    }

    /** Closes once what was sent over it is answered or given up. */
    private void closeLater(Live old) {
        try {
            clients.timer()
                    .newTimeout(
                            _ -> {
                                var _ = old.connection().closeAsync();
                            },
                            timeoutNanos,
                            TimeUnit.NANOSECONDS);
        } catch (IllegalStateException e) {
            // The timer has stopped, as it does when the handler closes, and all connections with it.
        }
    }

    private void connect(Duration pause) {
        if (connecting.compareAndSet(false, true)) {
            attempt(pause);
        }
    }

    private void attempt(Duration pause) {
        if (closed.get()) {
            return;
        }
        CompletableFuture<? extends StatefulConnection<String, String>> attempt;
        try {
            attempt = clients.connect();
        } catch (RuntimeException e) {
            attempt = CompletableFuture.failedFuture(e);
        }
        var _ = attempt.whenComplete((connection, error) -> {
            if (error == null) {
                var old = live;
                live = new Live(connection, RedisClients.commands(connection));
                if (old == null) {
                    breakers.clear();
                } else {
                    closeLater(old);
                }
                connecting.set(false);
                if (closed.get()) {
                    var _ = connection.closeAsync();
                }
            } else {
                detail = message(error);
                retry(pause);
            }
            first.complete(null);
        });
    }

    private void retry(Duration pause) {
        try {
            var longer = pause.multipliedBy(2);
            var next = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
            clients.timer().newTimeout(_ -> attempt(next), pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (IllegalStateException e) {
            // The timer has stopped, as it does when the handler closes.
        }
    }

    private static String message(Throwable error) {
        var deepest = error;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }

    @Override
    public void close() {
        closed.set(true);
        live = null;
        detail = "closed";
        clients.close();
    }
}
