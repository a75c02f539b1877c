package dev.mixer.adapters.jwt;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.mixer.spi.BackendState;
import dev.mixer.spi.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an issuer's keys fresh: at intervals, with growing pauses while the provider fails, and out of turn when a token
 * asks for a key that is not there. One fetch at a time; keys that were had go on to count for their time to live.
 */
final class FetchedKeys implements KeySource.Fetched {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    /** How many calls may wait for one fetch; more are answered with the keys that are there. */
    private static final int MOST_WAITING = 1000;

    private final Origin origin;
    private final Provider provider;
    private final Host host;
    private final Timing timing;

    private volatile @Nullable Loaded loaded;
    private volatile BackendState state = BackendState.connecting("the keys are not loaded yet");

    // Of the one fetch that may be under way; read and written by its thread alone.
    private volatile @Nullable Object seen;
    private volatile String rejection = "";
    private Duration retry = FIRST_RETRY;

    // Guarded by this.
    private @Nullable CompletableFuture<@Nullable Void> running;
    private int waiting;
    private Instant lastStart = Instant.MIN;
    private Host.@Nullable Cancellable next;
    private boolean closed;

    /** What makes keys the same ones after an edit of the parameters. */
    record Origin(String issuer, Object location, Optional<Path> caFile) {}

    /**
     * When to fetch.
     *
     * @param period between fetches
     * @param shortest between the starts of fetches that tokens ask for
     * @param ttl how long keys count after they were last confirmed
     */
    record Timing(Duration period, Duration shortest, Duration ttl) {}

    /**
     * Keys that were fetched.
     *
     * @param text what they were read from, to tell whether a new text is the same
     */
    private record Loaded(KeySet keys, String text, Instant confirmed) {}

    FetchedKeys(Origin origin, Provider provider, Host host, Timing timing) {
        this.origin = origin;
        this.provider = provider;
        this.host = host;
        this.timing = timing;
        host.meters()
                .gauge(
                        "jwt_keys",
                        "Keys of the issuer that can verify signatures.",
                        () -> {
                            var keys = loaded;
                            return keys == null ? 0 : keys.keys().size();
                        },
                        "issuer",
                        origin.issuer());
    }

    /** Starts with the keys of a predecessor, if it has some of the same origin. */
    void takeOver(FetchedKeys previous) {
        if (previous.origin.equals(origin) && previous.loaded != null) {
            // The version first: one that is older than its keys only costs a fetch.
            seen = previous.seen;
            rejection = previous.rejection;
            loaded = previous.loaded;
            state = previous.state;
        }
    }

    Origin origin() {
        return origin;
    }

    @Override
    public @Nullable Current current(Instant now) {
        var keys = loaded;
        if (keys == null) {
            return null;
        }
        var until = keys.confirmed().plus(timing.ttl());
        return now.isBefore(until) ? new Current(keys.keys(), until) : null;
    }

    @Override
    public BackendState state() {
        return state;
    }

    /** Fetches now; completes when that has been tried. */
    CompletableFuture<@Nullable Void> refresh() {
        CompletableFuture<@Nullable Void> mine;
        synchronized (this) {
            if (running != null) {
                return running;
            }
            mine = new CompletableFuture<>();
            if (closed) {
                mine.complete(null);
                return mine;
            }
            begin(mine);
        }
        host.scheduler().execute(this::fetchOnce);
        return mine;
    }

    @Override
    public @Nullable CompletableFuture<@Nullable Void> refreshSoon() {
        CompletableFuture<@Nullable Void> mine;
        synchronized (this) {
            if (closed || waiting >= MOST_WAITING) {
                return null;
            }
            if (running != null) {
                waiting++;
                return running;
            }
            var now = host.clock().instant();
            if (!lastStart.equals(Instant.MIN) && now.isBefore(lastStart.plus(timing.shortest()))) {
                return null;
            }
            mine = new CompletableFuture<>();
            begin(mine);
            waiting++;
        }
        host.scheduler().execute(this::fetchOnce);
        return mine;
    }

    @Override
    public void close() {
        CompletableFuture<@Nullable Void> abandoned;
        synchronized (this) {
            closed = true;
            if (next != null) {
                next.close();
            }
            abandoned = running;
        }
        provider.close();
        if (abandoned != null) {
            // Whoever waits must not wait for work that the host may never start.
            abandoned.complete(null);
        }
    }

    /** Called with the lock held. */
    private void begin(CompletableFuture<@Nullable Void> mine) {
        running = mine;
        waiting = 0;
        lastStart = host.clock().instant();
        if (next != null) {
            next.close();
            next = null;
        }
    }

    private void fetchOnce() {
        var pause = timing.period();
        try {
            var result = fetch();
            count(result);
            retry = FIRST_RETRY;
        } catch (IOException | RuntimeException e) { // whatever happens, there is a next time
            count("failed");
            failed(e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString());
            pause = jittered(shorter(retry, timing.period()));
            retry = shorter(retry.multipliedBy(2), timing.period());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        CompletableFuture<@Nullable Void> done;
        synchronized (this) {
            done = running;
            running = null;
            if (!closed) {
                next = host.scheduler().after(pause, () -> {
                    var _ = refresh();
                });
            }
        }
        if (done != null) {
            done.complete(null);
        }
    }

    private String fetch() throws IOException, InterruptedException {
        var now = host.clock().instant();
        return switch (provider.fetch(seen)) {
            case Provider.Unchanged() -> {
                confirm(now);
                yield "unchanged";
            }
            case Provider.Content(var text, var version) -> {
                var result = load(text, now);
                seen = version;
                yield result;
            }
        };
    }

    /** The version that was seen last may be one that was rejected; then the keys in use are not what the provider has. */
    private void confirm(Instant now) {
        var keys = loaded;
        if (keys != null && rejection.isEmpty()) {
            loaded = new Loaded(keys.keys(), keys.text(), now);
            state = stateOf(keys.keys());
        } else {
            failed(rejection);
        }
    }

    private String load(String text, Instant now) {
        var before = loaded;
        if (before != null && before.text().equals(text)) {
            rejection = "";
            confirm(now);
            return "unchanged";
        }
        try {
            var keys = KeySet.parse(text);
            loaded = new Loaded(keys, text, now);
            rejection = "";
            state = stateOf(keys);
            host.logger()
                    .log(
                            INFO,
                            "{0} keys of {1} loaded, {2} passed over",
                            keys.size(),
                            origin.issuer(),
                            keys.passedOver());
            return "loaded";
        } catch (IllegalArgumentException e) {
            rejection = "the new key set was rejected: " + e.getMessage();
            failed(rejection);
            return "rejected";
        }
    }

    private BackendState stateOf(KeySet keys) {
        return keys.size() > 0
                ? BackendState.READY
                : BackendState.degraded("issuer " + origin.issuer() + " publishes no keys");
    }

    private void failed(String reason) {
        var before = state;
        state = current(host.clock().instant()) == null
                ? BackendState.connecting("no keys of " + origin.issuer() + ": " + reason)
                : BackendState.degraded("the keys of " + origin.issuer() + " are older ones: " + reason);
        if (!state.equals(before)) {
            host.logger().log(WARNING, state.detail());
        }
    }

    private void count(String result) {
        host.meters()
                .counter("jwt_key_refreshes", "Attempts to refresh keys.", "issuer", origin.issuer(), "result", result)
                .add(1);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Three quarters to all of it, so that the handlers of many hosts do not come back to an issuer at once. */
    private static Duration jittered(Duration pause) {
        return Duration.ofNanos(
                (long) (pause.toNanos() * ThreadLocalRandom.current().nextDouble(0.75, 1)));
    }
}
