package dev.mixer.adapters.opa;

import dev.mixer.adapters.opa.builtin.Builtins;
import dev.mixer.adapters.opa.builtin.Tables;
import dev.mixer.adapters.opa.input.EnvoyInput;
import dev.mixer.adapters.opa.input.RecordInput;
import dev.mixer.adapters.opa.network.NetworkBuiltins;
import dev.mixer.adapters.opa.source.InvalidPolicyException;
import dev.mixer.spi.Adapter;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.BackendState;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.CheckInstance;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Problem;
import dev.mixer.spi.template.Authorization;
import dev.mixer.spi.template.CheckNothing;
import dev.mixer.spi.template.ListEntry;
import dev.mixer.spi.template.RequestContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Policies in Rego, evaluated in the host as OPA's compiler makes them. */
public final class OpaAdapter implements Adapter<OpaParameters> {
    private final PolicyLibrary library = new PolicyLibrary();
    private final TableLibrary tableLibrary = new TableLibrary();

    /** With a look-up that finds nothing, in whose place each handler has its own. */
    private final Builtins builtins = Builtins.standard().with(List.of(((Tables) (_, _) -> null).lookup()));

    /** For the service loader. */
    public OpaAdapter() {}

    @Override
    public String name() {
        return "opa";
    }

    @Override
    public String description() {
        return "Asks policies in Rego (Open Policy Agent), compiled to WebAssembly and run in the host";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(RequestContext.class, Authorization.class, CheckNothing.class, ListEntry.class);
    }

    @Override
    public List<Problem> validate(OpaParameters parameters) {
        var problems = new ArrayList<Problem>();
        if (!parameters.failClose()) {
            problems.add(Problem.warning(
                    "fail_close",
                    "has no effect: a policy with faults is never taken into force; failurePolicy says what becomes of"
                            + " calls that cannot be decided"));
        }
        var field =
                parameters.path().isPresent() ? "path" : parameters.bundles().isEmpty() ? "policy" : "bundles";
        parameters.bundles().stream()
                .filter(BundleParameters::isExposed)
                .forEach(bundle -> problems.add(Problem.warning(
                        "bundles",
                        "bundle " + bundle.name()
                                + " is fetched over http and not signed, so that whoever is in between may"
                                + " change the policy; use https or verify")));
        parameters
                .httpSend()
                .filter(send -> send.timeout().compareTo(parameters.evaluationLimit()) >= 0)
                .ifPresent(send -> problems.add(Problem.warning(
                        "http_send",
                        "timeout (" + send.timeout().toMillis() + "ms) is not below evaluation_limit ("
                                + parameters.evaluationLimit().toMillis()
                                + "ms), so that a slow server ends decisions before their policy can tell")));
        Builtins offered;
        try (var network = network(parameters)) {
            offered = network == null ? builtins : builtins.with(network.all());
        } catch (IOException e) {
            problems.add(Problem.error("http_send", "ca_file cannot be read: " + e.getMessage()));
            return problems;
        }
        try {
            var files = PolicyLibrary.review(parameters);
            if (files.isPresent()) {
                var _ = library.prepare(files.get(), parameters, offered, LivePolicy.limits(parameters));
                DataReview.largePlace(files.get().data())
                        .ifPresent(warning -> problems.add(Problem.warning(field, warning)));
            }
        } catch (InvalidPolicyException e) {
            e.faults().forEach(fault -> problems.add(Problem.error(field, fault)));
        } catch (IOException e) {
            problems.add(Problem.error(field, "cannot be read: " + e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problems.add(Problem.error(field, "was not read: the host is stopping"));
        }
        problems.addAll(tableProblems(parameters));
        return problems;
    }

    private List<Problem> tableProblems(OpaParameters parameters) {
        var problems = new ArrayList<Problem>();
        parameters.tables().forEach((name, file) -> {
            try {
                var _ = tableLibrary.table(file, parameters.maxPolicy().bytes());
            } catch (InvalidPolicyException e) {
                e.faults().forEach(fault -> problems.add(Problem.error("tables." + name, fault)));
            } catch (IOException e) {
                problems.add(Problem.error("tables." + name, "cannot be read: " + e));
            }
        });
        return problems;
    }

    @Override
    public Handler open(OpaParameters parameters, Host host) throws AdapterException {
        NetworkBuiltins network;
        try {
            network = network(parameters);
        } catch (IOException e) {
            throw AdapterException.permanent("http_send.ca_file cannot be read: " + e.getMessage(), e);
        }
        try {
            return open(parameters, host, network);
        } catch (AdapterException | RuntimeException e) {
            if (network != null) {
                network.close();
            }
            throw e;
        }
    }

    /** What reaches beyond the process; null where the policy may not. */
    private @Nullable NetworkBuiltins network(OpaParameters parameters) throws IOException {
        return parameters.httpSend().isEmpty()
                ? null
                : new NetworkBuiltins(parameters.httpSend().get().settings(), builtins);
    }

    private Handler open(OpaParameters parameters, Host host, @Nullable NetworkBuiltins network)
            throws AdapterException {
        LivePolicy policy;
        LiveTables tables;
        try {
            tables = LiveTables.open(tableLibrary, parameters, host);
            var known = builtins.with(List.of(tables.lookup()));
            policy = LivePolicy.open(library, parameters, host, network == null ? known : known.with(network.all()));
        } catch (InvalidPolicyException | IOException e) {
            throw AdapterException.permanent(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AdapterException.transientFailure("interrupted while the policy was loaded", e);
        }
        var decisions = new Decisions(policy, parameters, host);
        var builder = Handler.builder().state(() -> state(policy, tables));
        if (network == null) {
            builder.neverBlocks();
        } else {
            builder.closing(network); // after the policy
        }
        builder.closing(policy);
        if (policy.isLive()) {
            builder.closing(host.scheduler().every(LivePolicy.PERIOD, policy::look));
        }
        if (!parameters.tables().isEmpty()) {
            builder.closing(host.scheduler().every(LivePolicy.PERIOD, tables::look));
        }
        builder.check(
                RequestContext.class,
                request -> decisions.decide(request, new EnvoyInput(), () -> Masking.mask(request)));
        fields(Authorization.class, decisions, builder);
        fields(CheckNothing.class, decisions, builder);
        fields(ListEntry.class, decisions, builder);
        return builder.build();
    }

    /** With the memory that the policy takes where there is nothing worse to tell. */
    private static BackendState state(LivePolicy policy, LiveTables tables) {
        var state = tables.over(policy.state());
        return state.phase() == Phase.READY && state.detail().isEmpty()
                ? new BackendState(
                        Phase.READY,
                        String.format(
                                Locale.ROOT,
                                "%.1f MiB in %d copies of the policy",
                                policy.memoryBytes() / 1_048_576.0,
                                policy.instances()))
                : state;
    }

    /** Instances of other templates are input as they are. */
    private static <T extends CheckInstance<?>> void fields(
            Class<T> template, Decisions decisions, Handler.Builder builder) {
        var writer = RecordInput.of(template);
        builder.check(template, instance -> decisions.decide(instance, writer, () -> instance));
    }
}
