package dev.mixer.server.http;

import dev.mixer.server.MixerHost;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** One scrape for everything: the host's meters, the handlers' series under their exact names, and those of Quarkus. */
@Path("/metrics")
@SuppressWarnings("deprecation") // the registry of Quarkus is of this class until Quarkus moves to the new client
public class MetricsResource {
    private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final MixerHost host;
    private final PrometheusMeterRegistry quarkus;

    MetricsResource(MixerHost host, PrometheusMeterRegistry quarkus) {
        this.host = host;
        this.quarkus = quarkus;
    }

    /** All series in the Prometheus text format 0.0.4. */
    @GET
    @Produces(FORMAT)
    public String scrape() {
        return PrometheusText.of(host.meters().collect()) + quarkus.scrape();
    }
}
