package dev.mixer.server.http;

import dev.mixer.server.MixerHost;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means that a valid configuration decides calls; the details say whether it is the newest, and how handlers are. */
@Readiness
public class ConfigurationReadiness implements HealthCheck {
    private final MixerHost host;

    ConfigurationReadiness(MixerHost host) {
        this.host = host;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("configuration").status(host.isReady());
        host.configuration().ifPresent(live -> {
            var state = live.state();
            response.withData("revision", state.revision());
            response.withData("stale", state.hasErrors());
            response.withData("problems", state.problems().size());
        });
        var snapshot = host.mixer().snapshot();
        if (snapshot != null) {
            snapshot.handlers()
                    .forEach((name, handler) -> response.withData(
                            "handler " + name, handler.state().phase().name()));
        }
        return response.build();
    }
}
