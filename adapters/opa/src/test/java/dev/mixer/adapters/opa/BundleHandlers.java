package dev.mixer.adapters.opa;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.DataSize;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.backend.Backends;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Handlers with one bundle of a server. */
final class BundleHandlers {
    /** Longer than the longest pause. */
    static final Duration LATER = Duration.ofSeconds(125);

    static final byte[] YES = Archives.bundle("yes", "package envoy.authz\n\nallow := true\n");
    static final byte[] NO = Archives.bundle("no", "package envoy.authz\n\nallow := false\n");

    private BundleHandlers() {}

    static OpaParameters parameters(URI uri, Map<String, ?> given) {
        var all = new HashMap<String, Object>(given);
        all.put("name", "mesh");
        all.put("url", Optional.of(uri));
        all.putIfAbsent("maxSize", new DataSize(1 << 20));
        return Defaults.of(
                OpaParameters.class,
                Map.of(
                        "bundles",
                        List.of(Defaults.of(BundleParameters.class, all)),
                        "opa",
                        Optional.of(Backends.opa()),
                        "instances",
                        1L));
    }

    static Handler open(URI uri, Map<String, ?> given, Host host) throws AdapterException {
        return new OpaAdapter().open(parameters(uri, given), host);
    }

    static boolean allows(Handler handler) throws Exception {
        return Calls.check(handler, Samples.REQUEST).status().isOk();
    }

    static boolean isReady(Handler handler) {
        return handler.state().phase() == Phase.READY;
    }
}
