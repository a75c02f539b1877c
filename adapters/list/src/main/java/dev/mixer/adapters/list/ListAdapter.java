package dev.mixer.adapters.list;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Problem;
import dev.mixer.spi.template.ListEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Looks a value up in a list of those that may pass, or of those that may not. */
public final class ListAdapter implements Adapter<ListParameters> {
    private static final Duration FILE_PERIOD = Duration.ofSeconds(1);
    private static final Duration FETCH_LIMIT = Duration.ofSeconds(10);

    /** How long opening waits for a web server, so that a list that is quickly had is there for the first check. */
    private static final Duration OPEN_WAIT = Duration.ofSeconds(2);

    /** For the service loader. */
    public ListAdapter() {}

    @Override
    public String name() {
        return "list";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("listchecker");
    }

    @Override
    public String description() {
        return "Looks values up in a white or black list from the configuration, a file or a web server";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(ListEntry.class);
    }

    @Override
    public List<Problem> validate(ListParameters parameters) {
        var problems = new ArrayList<Problem>();
        for (var entry : overrides(parameters)) {
            try {
                var _ = Membership.of(parameters.entryType(), List.of(entry));
            } catch (BadEntryException e) {
                problems.add(Problem.error("overrides[" + e.place() + "]", String.valueOf(e.getMessage())));
            }
        }
        if (parameters.overrides().isEmpty() && parameters.location() instanceof Location.Nowhere) {
            problems.add(Problem.warning(
                    "",
                    "neither provider_url nor overrides are given, so every value "
                            + (parameters.blacklist() ? "passes" : "is refused")));
        }
        return problems;
    }

    @Override
    public Handler open(ListParameters parameters, Host host) throws AdapterException {
        return open(parameters, host, null);
    }

    @Override
    public Handler reopen(ListParameters parameters, Host host, Handler previous) throws AdapterException {
        return open(parameters, host, previous.attachment(ListSource.class).orElse(null));
    }

    private static Handler open(ListParameters parameters, Host host, @Nullable ListSource previous)
            throws AdapterException {
        Membership overrides;
        try {
            overrides = Membership.of(parameters.entryType(), overrides(parameters));
        } catch (BadEntryException e) {
            throw AdapterException.permanent("overrides[" + e.place() + "]: " + e.getMessage(), e);
        }
        var builder = Handler.builder().neverBlocks();
        var source = source(parameters, host);
        if (source != null) {
            start(source, host, previous);
            builder.state(source::state).closing(source).attach(source);
        }
        return builder.check(ListEntry.class, new ListCheck(parameters, overrides, source, host.clock())::check)
                .build();
    }

    private static @Nullable ListSource source(ListParameters parameters, Host host) {
        var location = parameters.location();
        var origin = new ListSource.Origin(location, parameters.caFile(), parameters.entryType());
        return switch (location) {
            case Location.Nowhere() -> null;
            case Location.LocalFile(var path) ->
                new ListSource(origin, new FileProvider(path), host, FILE_PERIOD, parameters.ttl());
            case Location.Web(var uri) ->
                new ListSource(
                        origin,
                        new HttpProvider(uri, parameters.caFile(), FETCH_LIMIT),
                        host,
                        parameters.refreshInterval(),
                        parameters.ttl());
        };
    }

    private static void start(ListSource source, Host host, @Nullable ListSource previous) throws AdapterException {
        boolean tookOver = previous != null && source.takeOver(previous);
        var first = new CompletableFuture<Void>();
        host.scheduler().execute(() -> {
            source.refresh();
            first.complete(null);
        });
        if (tookOver) {
            return;
        }
        try {
            first.get(OPEN_WAIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            host.logger().log(System.Logger.Level.INFO, "opened before the list is there: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            source.close();
            throw AdapterException.transientFailure("interrupted while the list was loaded", e);
        }
    }

    private static List<Entry> overrides(ListParameters parameters) {
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < parameters.overrides().size(); i++) {
            entries.add(new Entry(i, parameters.overrides().get(i)));
        }
        return entries;
    }
}
