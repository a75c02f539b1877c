package dev.mixer.server.http;

import dev.mixer.engine.config.settings.HostSettings;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Asks the doorkeeper before any route, also those of Quarkus itself. */
@Singleton
class Door {
    /** Filters of a higher number run first. */
    private static final int FIRST = 1000;

    private final Doorkeeper keeper;

    Door(HostSettings.Http http) {
        this.keeper = new Doorkeeper(http);
    }

    void open(@Observes Filters filters) {
        filters.register(this::pass, FIRST);
    }

    private void pass(RoutingContext context) {
        var request = context.request();
        var authority = request.authority();
        var refusal = keeper.judge(
                request.method().name(),
                String.valueOf(request.path()),
                authority == null ? null : authority.host(),
                request.getHeader(HttpHeaders.AUTHORIZATION),
                request.getHeader(HttpHeaders.CONTENT_TYPE));
        if (refusal == null) {
            context.next();
            return;
        }
        var response = context.response().setStatusCode(refusal.status());
        if (refusal.status() == 401) {
            response.putHeader("www-authenticate", "Bearer");
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new JsonObject().put("error", refusal.sentence()).encode());
    }
}
