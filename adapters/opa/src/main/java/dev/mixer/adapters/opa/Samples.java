package dev.mixer.adapters.opa;

import dev.mixer.spi.template.RequestContext;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A request such as policies usually see, to warm them up with. */
final class Samples {
    static final RequestContext REQUEST = new RequestContext(
            Optional.of(InetAddress.getLoopbackAddress()),
            Optional.of(40_000L),
            Optional.of("cluster.local/ns/default/sa/client"),
            Optional.of(InetAddress.getLoopbackAddress()),
            Optional.of(8_080L),
            Optional.of("cluster.local/ns/default/sa/server"),
            Optional.of(Instant.EPOCH),
            Optional.of("00000000-0000-4000-8000-000000000000"),
            Optional.of("GET"),
            Optional.of("/api/v1/items?page=1"),
            Optional.of("/api/v1/items"),
            Optional.of("server.default.svc.cluster.local"),
            Optional.of("http"),
            Optional.of("http"),
            Optional.empty(),
            Map.of("accept", "*/*", "user-agent", "warm-up", "authorization", "Bearer e30.e30.e30"),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty());

    private Samples() {}
}
