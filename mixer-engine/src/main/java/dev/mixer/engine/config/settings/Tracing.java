package dev.mixer.engine.config.settings;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Spans about the host's own work, by OpenTelemetry.
 *
 * @param endpoint a collector that takes OTLP over HTTP; null: the host makes no spans
 * @param share which part of the calls is traced, 0 to 1, whose sidecar does not say; where it does, it decides
 * @param serviceName the resource's {@code service.name}
 */
public record Tracing(
        @Description("The collector that gets spans about the host's own work, by OTLP over HTTP, as"
                + " http://127.0.0.1:4318; without it, there are none.")
        @Nullable
        URI endpoint,

        @Description("Which part of the calls is traced, 0 to 1, whose sidecar does not say.") @DefaultValue("0")
        double share,

        @Description("The service.name of the spans.") @DefaultValue("mixer")
        String serviceName) {
    public Tracing {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be in 0 to 1");
        }
        if (endpoint != null
                && (endpoint.getHost() == null
                        || !("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme())))) {
            throw new IllegalArgumentException(
                    "endpoint: '" + endpoint + "' is no address of a collector such as http://127.0.0.1:4318");
        }
        if (serviceName.isBlank()) {
            throw new IllegalArgumentException("serviceName must not be blank");
        }
    }
}
