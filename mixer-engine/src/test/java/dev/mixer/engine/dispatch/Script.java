package dev.mixer.engine.dispatch;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AttributesInstance;
import dev.mixer.spi.AttributesResult;
import dev.mixer.spi.BackendState;
import dev.mixer.spi.CheckInstance;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.QuotaRequest;
import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.Reported;
import dev.mixer.spi.Template;
import dev.mixer.spi.template.CheckNothing;
import dev.mixer.spi.template.ListEntry;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.spi.template.Quota;
import dev.mixer.spi.template.ReportNothing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the handlers of a test do: the parameter {@code does} of a handler names a line of this script. Everything that
 * they are given is kept.
 */
public final class Script {
    /** Answers a check. */
    @FunctionalInterface
    interface Check {
        @Nullable
        CheckResult of(Instance instance) throws Exception;
    }

    /** Answers a check later. */
    @FunctionalInterface
    interface Later {
        @Nullable
        CompletionStage<? extends @Nullable CheckResult> of(Instance instance) throws Exception;
    }

    /** Answers one quota request; null: an empty list. */
    @FunctionalInterface
    interface Grant {
        @Nullable
        QuotaResult of(QuotaRequest<?> request) throws Exception;
    }

    /** Takes records. */
    @FunctionalInterface
    interface Sink {
        void take(List<? extends Reported<?>> records) throws Exception;
    }

    /** Derives attributes; null breaks the contract. */
    @FunctionalInterface
    interface Derivation {
        @Nullable
        AttributesResult<Lookup.Found> of(Lookup instance) throws Exception;
    }

    /** Something to look up, from which attributes are derived. */
    @Template("lookup")
    public record Lookup(String key) implements AttributesInstance<Lookup.Found> {
        /** What was found. */
        public record Found(Optional<String> userName, Optional<Map<String, String>> labels, long size) {
            static Found user(String name) {
                return new Found(Optional.of(name), Optional.empty(), 0);
            }
        }
    }

    /** A check that hands something out. */
    @Template("tagged")
    public record Tagged(String key) implements CheckInstance<Tagged.Tag> {
        /** What is handed out. */
        public record Tag(String tagText, Optional<String> note) {}
    }

    private final Map<String, Derivation> derivations = new ConcurrentHashMap<>();
    private final Map<String, Check> checks = new ConcurrentHashMap<>();
    private final Map<String, Later> laters = new ConcurrentHashMap<>();
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private final Map<String, Sink> sinks = new ConcurrentHashMap<>();
    private final Map<String, Callable<?>> openings = new ConcurrentHashMap<>();
    final List<String> events = Collections.synchronizedList(new ArrayList<>());
    final List<Instance> asked = Collections.synchronizedList(new ArrayList<>());
    final List<QuotaRequest<?>> requests = Collections.synchronizedList(new ArrayList<>());

    void check(String does, Check check) {
        checks.put(does, check);
    }

    void derive(String does, Derivation derivation) {
        derivations.put(does, derivation);
    }

    void later(String does, Later later) {
        laters.put(does, later);
    }

    void quota(String does, Grant grant) {
        grants.put(does, grant);
    }

    void report(String does, Sink sink) {
        sinks.put(does, sink);
    }

    /** What happens before a handler is open. */
    void opening(String does, Callable<?> work) {
        openings.put(does, work);
    }

    /** @param does a line of the script */
    public record Parameters(
            @DefaultValue("ok") String does,
            @DefaultValue("") String note) {}

    /** How handlers of an adapter are called. */
    enum Mode {
        INLINE,
        BLOCKING,
        ASYNC
    }

    /** An adapter that follows the script. */
    final class Actor implements Adapter<Parameters> {
        private final Mode mode;

        Actor(Mode mode) {
            this.mode = mode;
        }

        @Override
        public String name() {
            return mode.name().toLowerCase(java.util.Locale.ROOT);
        }

        @Override
        public String description() {
            return "Does what a test says";
        }

        @Override
        public Set<Class<? extends Instance>> templates() {
            return Set.of(
                    CheckNothing.class,
                    ListEntry.class,
                    Quota.class,
                    LogEntry.class,
                    ReportNothing.class,
                    Lookup.class,
                    Tagged.class);
        }

        @Override
        public Handler open(Parameters parameters, Host host) throws AdapterException {
            return build("open", parameters, host);
        }

        @Override
        public Handler reopen(Parameters parameters, Host host, Handler previous) throws AdapterException {
            var before = previous.attachment(Parameters.class).orElseThrow();
            return build("reopen after " + before.note(), parameters, host);
        }

        private Handler build(String how, Parameters parameters, Host host) throws AdapterException {
            var does = parameters.does();
            var opening = openings.get(does);
            if (opening != null) {
                try {
                    opening.call();
                } catch (AdapterException e) {
                    throw e;
                } catch (Exception e) {
                    throw AdapterException.permanent("interrupted while opening", e);
                }
            }
            var label = host.handlerName() + (parameters.note().isEmpty() ? "" : " " + parameters.note());
            events.add(how + ": " + label);
            var builder = Handler.builder()
                    .attach(parameters)
                    .state(() -> BackendState.READY)
                    .closing(() -> events.add("close: " + label))
                    .quota(Quota.class, list -> allocate(does, list))
                    .report(LogEntry.class, list -> sink(does).take(list))
                    .report(ReportNothing.class, list -> sink(does).take(list));
            if (mode == Mode.ASYNC) {
                builder.checkAsync(CheckNothing.class, instance -> later(does, instance))
                        .checkAsync(ListEntry.class, instance -> later(does, instance))
                        .checkAsync(Tagged.class, instance -> later(does, instance))
                        .attributesAsync(
                                Lookup.class,
                                instance -> CompletableFuture.supplyAsync(() -> quietly(() -> derive(does, instance))));
            } else {
                builder.check(CheckNothing.class, instance -> answer(does, instance))
                        .check(ListEntry.class, instance -> answer(does, instance))
                        .check(Tagged.class, instance -> answer(does, instance))
                        .attributes(Lookup.class, instance -> derive(does, instance));
            }
            return (mode == Mode.INLINE ? builder.neverBlocks() : builder).build();
        }
    }

    @SuppressWarnings("NullAway") // a test may break the contract and answer null
    private AttributesResult<Lookup.Found> derive(String does, Lookup instance) throws Exception {
        asked.add(instance);
        return Objects.requireNonNull(derivations.get(does), does).of(instance);
    }

    private static <R> R quietly(Callable<R> work) {
        try {
            return work.call();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    // A test may break the contract and answer null.
    @SuppressWarnings("NullAway")
    private CheckResult answer(String does, Instance instance) throws Exception {
        asked.add(instance);
        return checks.getOrDefault(does, _ -> CheckResult.ok()).of(instance);
    }

    @SuppressWarnings({"NullAway", "unchecked"}) // as above; a stage is only read
    private CompletionStage<CheckResult> later(String does, Instance instance) throws Exception {
        asked.add(instance);
        return (CompletionStage<CheckResult>)
                Objects.requireNonNull(laters.get(does), does).of(instance);
    }

    private List<QuotaResult> allocate(String does, List<? extends QuotaRequest<?>> list) throws Exception {
        requests.addAll(list);
        var results = new ArrayList<QuotaResult>();
        for (var request : list) {
            var result = Objects.requireNonNull(grants.get(does), does).of(request);
            if (result != null) {
                results.add(result);
            }
        }
        return results;
    }

    private Sink sink(String does) {
        return Objects.requireNonNull(sinks.get(does), does);
    }
}
