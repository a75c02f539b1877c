package dev.mixer.adapters.opa.network;

import dev.mixer.adapters.opa.builtin.Builtin;
import dev.mixer.adapters.opa.builtin.Builtins;
import java.util.List;
import java.util.Set;

/** The builtins that reach beyond the process, for one handler. Opens no connection before a policy asks. Safe for all threads. */
public final class NetworkBuiltins implements AutoCloseable {
    /** Their names. */
    public static final Set<String> NAMES = Set.of("http.send", "net.lookup_ip_addr");

    private final HttpSend send;
    private final NameLookup lookup;

    /** @param values the builtins that work on values */
    public NetworkBuiltins(NetworkSettings settings, Builtins values) {
        send = new HttpSend(settings, values);
        lookup = new NameLookup(settings);
    }

    /** All of them. */
    public List<Builtin> all() {
        return List.of(
                Builtin.of("http.send", send::call).warmedUpBy(send::warmUp),
                Builtin.of("net.lookup_ip_addr", lookup::call));
    }

    @Override
    public void close() {
        send.close();
    }
}
