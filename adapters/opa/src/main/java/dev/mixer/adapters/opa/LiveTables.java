package dev.mixer.adapters.opa;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.mixer.adapters.opa.builtin.BuiltinException;
import dev.mixer.adapters.opa.builtin.Tables;
import dev.mixer.adapters.opa.source.InvalidPolicyException;
import dev.mixer.adapters.opa.source.PolicyReader;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.spi.BackendState;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of one handler, live: a file that changes is read again, and what cannot be used leaves the table that was there. */
final class LiveTables implements Tables {
    private final TableLibrary library;
    private final Map<String, Path> files;
    private final long limit;
    private final System.Logger logger;
    private final Map<String, Object> seen = new HashMap<>(); // guarded by this
    private final Map<String, String> faults = new HashMap<>(); // guarded by this
    private volatile Loaded loaded = new Loaded(Map.of());
    private volatile String trouble = "";

    /** What one decision looks into. */
    private record Loaded(Map<String, RegoObject> tables) implements Tables {
        @Override
        public @Nullable RegoValue find(String table, RegoValue key) throws BuiltinException {
            var found = tables.get(table);
            if (found == null) {
                throw new BuiltinException("the handler has no table " + table);
            }
            return found.get(key);
        }
    }

    private LiveTables(TableLibrary library, OpaParameters parameters, Host host) {
        this.library = library;
        this.files = parameters.tables();
        this.limit = parameters.maxPolicy().bytes();
        this.logger = host.logger();
    }

    /** Reads all of them. */
    static LiveTables open(TableLibrary library, OpaParameters parameters, Host host)
            throws InvalidPolicyException, IOException {
        var tables = new LiveTables(library, parameters, host);
        var first = new HashMap<String, RegoObject>();
        for (var file : parameters.tables().entrySet()) {
            tables.seen.put(file.getKey(), PolicyReader.fingerprint(file.getValue()));
            first.put(file.getKey(), library.table(file.getValue(), tables.limit));
        }
        tables.loaded = new Loaded(Map.copyOf(first));
        return tables;
    }

    /** Looks whether files have changed, and takes what can be used. */
    synchronized void look() {
        var next = new HashMap<>(loaded.tables());
        boolean changed = false;
        for (var file : files.entrySet()) {
            var name = file.getKey();
            try {
                var now = PolicyReader.fingerprint(file.getValue());
                if (now.equals(seen.put(name, now))) {
                    continue;
                }
                next.put(name, library.table(file.getValue(), limit));
                changed = true;
                faults.remove(name);
                logger.log(INFO, "the table {0} has changed", name);
            } catch (InvalidPolicyException | IOException e) {
                faults.put(name, String.valueOf(e.getMessage()));
                logger.log(WARNING, "the changed table {0} is not used: {1}", name, e.getMessage());
            }
        }
        if (changed) {
            loaded = new Loaded(Map.copyOf(next));
        }
        trouble = faults.isEmpty() ? "" : "a changed table is not used: " + String.join("; ", faults.values());
    }

    @Override
    public @Nullable RegoValue find(String table, RegoValue key) throws BuiltinException {
        return loaded.find(table, key);
    }

    @Override
    public Tables now() {
        return loaded;
    }

    /** The state of a handler whose policy is in a state. */
    BackendState over(BackendState policy) {
        var now = trouble;
        if (now.isEmpty() || policy.phase() == Phase.STARTING) {
            return policy;
        }
        return BackendState.degraded(policy.detail().isEmpty() ? now : policy.detail() + "; " + now);
    }
}
