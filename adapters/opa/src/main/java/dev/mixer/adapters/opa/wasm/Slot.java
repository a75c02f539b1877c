package dev.mixer.adapters.opa.wasm;

import org.jspecify.annotations.Nullable;

/** A place for one instance of an engine; used by one thread at a time. */
final class Slot {
    private final PolicyCode code;
    private final EngineSettings settings;
    private final DataLog data;
    private final Run run = new Run();
    private @Nullable PolicyInstance instance;

    /** How many changes of the data the instance knows. */
    private int applied;

    private volatile int memoryPages;

    Slot(PolicyCode code, EngineSettings settings, DataLog data) {
        this.code = code;
        this.settings = settings;
        this.data = data;
    }

    Run run() {
        return run;
    }

    int memoryPages() {
        return memoryPages;
    }

    /** Makes the instance if there is none, and brings its data up to date. */
    PolicyInstance prepare() throws PolicyFailedException {
        var ready = instance;
        if (ready == null) {
            ready = code.newInstance(settings.builtins(), settings.limits(), PolicyEngine.context(settings));
            ready.setData(data.initial());
            applied = 0;
            instance = ready;
            memoryPages = ready.memoryPages();
        }
        var changes = data.changes();
        while (applied < changes.size()) {
            var change = changes.get(applied++);
            try {
                if (change.value() == null) {
                    ready.removeData(change.path());
                } else {
                    ready.putData(change.path(), change.value());
                }
            } catch (IllegalArgumentException e) {
                // the place is none in this data, so there is nothing to change
            }
        }
        return ready;
    }

    PolicyResult evaluate(int entrypoint, byte[] input, int length) throws PolicyFailedException {
        return prepare().evaluate(entrypoint, input, length);
    }

    /** Forgets an instance that failed, so that the next user makes another. */
    boolean discardIfBroken() {
        var used = instance;
        if (used == null) {
            return false;
        }
        memoryPages = used.memoryPages();
        if (used.isBroken()) {
            close();
            return true;
        }
        return false;
    }

    void close() {
        instance = null;
        memoryPages = 0;
    }
}
