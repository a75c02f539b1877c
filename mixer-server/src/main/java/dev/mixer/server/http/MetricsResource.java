package dev.mixer.server.http;

import dev.mixer.server.MixerHost;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** One scrape for everything: the host's meters, the handlers' series under their exact names, and those of Quarkus. */
@Path("/metrics")
@SuppressWarnings("deprecation") // the registry of Quarkus is of this class until Quarkus moves to the new client
public class MetricsResource {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final MixerHost host;
    private final PrometheusMeterRegistry quarkus;

    MetricsResource(MixerHost host, PrometheusMeterRegistry quarkus) {
        this.host = host;
        this.quarkus = quarkus;
    }

    /** All series in the Prometheus text format 0.0.4, or in OpenMetrics 1.0 for those who ask for it. */
    @GET
    public Response scrape(@HeaderParam("accept") @Nullable String accept) {
        boolean open = accept != null && accept.contains("application/openmetrics-text");
        var families = host.meters().collect();
        var format = open ? OPEN_METRICS : TEXT;
        var own = open ? OpenMetricsText.of(families) : PrometheusText.of(families);
        return Response.ok(own + quarkus.scrape(format), format).build();
    }
}
