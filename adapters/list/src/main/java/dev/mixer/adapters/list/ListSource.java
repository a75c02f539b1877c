package dev.mixer.adapters.list;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.mixer.spi.BackendState;
import dev.mixer.spi.Host;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps a provider's list fresh. Readers see one list at a time, whole; one thread at a time refreshes. */
final class ListSource implements AutoCloseable {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private final Origin origin;
    private final Provider provider;
    private final Host host;
    private final Duration period;
    private final Duration ttl;
    private volatile @Nullable Loaded loaded;
    private volatile BackendState state = BackendState.connecting("the list is not loaded yet");
    private volatile @Nullable Object seen;
    /** Why the list seen last was rejected; empty: it was not. */
    private volatile String rejection = "";

    private Duration retry = FIRST_RETRY;
    private Host.@Nullable Cancellable next;
    private boolean closed;

    /** What makes a list the same one after an edit of the parameters; also who vouches for it. */
    record Origin(Location location, Optional<Path> caFile, EntryType entryType) {}

    /**
     * A list and the time until which it counts.
     *
     * @param confirmed when the provider last had this very list
     */
    record Loaded(Membership entries, Instant confirmed) {}

    ListSource(Origin origin, Provider provider, Host host, Duration period, Duration ttl) {
        this.origin = origin;
        this.provider = provider;
        this.host = host;
        this.period = period;
        this.ttl = ttl;
        host.meters().gauge("list_entries", "Entries of the provider's list.", () -> {
            var list = loaded;
            return list == null ? 0 : list.entries().size();
        });
    }

    /** Starts with the list of a predecessor, if it is of the same origin; says whether it did. */
    boolean takeOver(ListSource previous) {
        if (!previous.origin.equals(origin) || previous.loaded == null) {
            return false;
        }
        // The version first: one that is older than its list only costs a fetch, the other way round would hide a
        // change.
        seen = previous.seen;
        rejection = previous.rejection;
        loaded = previous.loaded;
        state = previous.state;
        return true;
    }

    /** The list, if there is one that still counts. */
    @Nullable
    Loaded current(Instant now) {
        var list = loaded;
        return list != null && now.isBefore(list.confirmed().plus(ttl)) ? list : null;
    }

    Duration ttl() {
        return ttl;
    }

    BackendState state() {
        return state;
    }

    /** Fetches the list once and arranges for the next time. */
    void refresh() {
        Duration pause;
        try {
            var result = fetch();
            host.meters()
                    .counter("list_refreshes_total", "Attempts to refresh the list.", "result", result)
                    .add(1);
            retry = FIRST_RETRY;
            pause = period;
        } catch (IOException | RuntimeException e) { // whatever happens, there is a next time
            host.meters()
                    .counter("list_refreshes_total", "Attempts to refresh the list.", "result", "failed")
                    .add(1);
            failed(e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString());
            pause = retry.compareTo(period) < 0 ? retry : period;
            retry = retry.multipliedBy(2).compareTo(period) < 0 ? retry.multipliedBy(2) : period;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            pause = period;
        }
        schedule(pause);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (next != null) {
                next.close();
            }
        }
        provider.close();
    }

    private String fetch() throws IOException, InterruptedException {
        var now = host.clock().instant();
        return switch (provider.fetch(seen)) {
            case Provider.Unchanged() -> {
                confirm(now);
                yield "unchanged";
            }
            case Provider.Content(var bytes, var version) -> {
                var result = load(bytes, now);
                seen = version;
                yield result;
            }
        };
    }

    /** The version that was seen last may be one that was rejected; then the list in use is not what the provider has. */
    private void confirm(Instant now) {
        var list = loaded;
        if (list != null && rejection.isEmpty()) {
            loaded = new Loaded(list.entries(), now);
            state = BackendState.READY;
        } else {
            failed(rejection);
        }
    }

    private String load(byte[] bytes, Instant now) {
        try {
            var entries = Membership.of(origin.entryType(), ListText.read(bytes));
            loaded = new Loaded(entries, now);
            rejection = "";
            state = BackendState.READY;
            host.logger().log(INFO, "list of {0} entries loaded", entries.size());
            return "loaded";
        } catch (BadEntryException e) {
            reject("line " + e.place() + ": " + e.getMessage());
        } catch (CharacterCodingException e) {
            reject("it is not UTF-8");
        }
        return "rejected";
    }

    private void reject(String reason) {
        rejection = "the provider's new list was rejected as a whole, " + reason;
        failed(rejection);
    }

    private void failed(String reason) {
        var before = state;
        state = current(host.clock().instant()) == null
                ? BackendState.connecting("no list that counts: " + reason)
                : BackendState.degraded("the list in use is an older one: " + reason);
        if (!state.equals(before)) {
            host.logger().log(WARNING, state.detail());
        }
    }

    private synchronized void schedule(Duration pause) {
        if (!closed) {
            next = host.scheduler().after(pause, this::refresh);
        }
    }
}
