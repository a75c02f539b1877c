package dev.mixer.spi;

import java.util.List;
import java.util.Set;

/**
 * One kind of backend. The host finds adapters with {@link java.util.ServiceLoader} and opens one handler for each that
 * the configuration names. An adapter has a public constructor without parameters and holds no state of its own.
 *
 * <p>Life of a handler: {@link #validate} (maybe many times, also where no server runs), {@link #open}, any number of
 * concurrent calls, {@link Handler#close}. After close begins no new call arrives; calls in flight may still be running.
 *
 * <p>All methods may be called from any thread; {@code validate} concurrently, {@code open} and {@code reopen} one at a
 * time for each handler.
 *
 * @param <P> the parameters: a record that the host binds from YAML. Its components carry {@link Description} and
 *     {@link DefaultValue}; a compact constructor that throws {@link IllegalArgumentException} becomes a problem at the
 *     line of the parameters
 */
public interface Adapter<P extends Record> {
    /** The name used in configuration: a DNS label, for example {@code prometheus}. */
    String name();

    /** Older names under which configurations know this adapter, for example {@code listchecker}. */
    default Set<String> aliases() {
        return Set.of();
    }

    /** One sentence for the list of adapters, without a full stop. */
    String description();

    /**
     * The templates that handlers of this adapter can serve: records annotated with {@link Template}. Known without a
     * handler, so that a configuration can be validated where no backend is.
     */
    Set<Class<? extends Instance>> templates();

    /** Checks what the types of {@code P} cannot express. Must not open connections. An empty list means valid. */
    default List<Problem> validate(P parameters) {
        return List.of();
    }

    /**
     * Opens a handler. May block up to the host's start limit (default 10 s). Fails only for what a restart of the
     * backend cannot cure: a backend that is away is a {@link BackendState} of a handler that is open.
     *
     * @throws AdapterException if no handler can be had; the host shows it as a problem of the configuration and keeps
     *     the handler it had
     */
    Handler open(P parameters, Host host) throws AdapterException;

    /**
     * Opens the handler that replaces {@code previous} after an edit of its parameters. May take over state of the
     * previous one (counts, a file, a spool), which still serves calls and is closed after its last one.
     *
     * @param previous what this same adapter opened before under the same name
     * @throws AdapterException as for {@link #open}; {@code previous} then goes on
     */
    default Handler reopen(P parameters, Host host, Handler previous) throws AdapterException {
        return open(parameters, host);
    }
}
