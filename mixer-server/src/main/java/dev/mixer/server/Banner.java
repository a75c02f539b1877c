package dev.mixer.server;

import dev.mixer.engine.config.settings.ListenAddress;
import dev.mixer.engine.dispatch.Mixer;
import java.io.PrintStream;

/** The last lines of the start: what is served, where, by which rules, and what to try. */
record Banner(Startup startup, Mixer mixer, ListenAddress grpc, int httpPort, int authzPort) {
    private static final int MOST_RULES = 8;

    void print(PrintStream out) {
        var settings = startup.settings();
        var snapshot = mixer.snapshot();
        var http = settings.http().address() instanceof ListenAddress.Tcp(var host, var _)
                ? host + ":" + httpPort
                : settings.http().address().toString();
        out.println();
        if (snapshot == null) {
            out.println("Mixer runs, but is NOT READY: the configuration has errors (above). Every check is denied.");
        } else {
            out.println("Mixer is ready: configuration " + snapshot.revision() + " of "
                    + startup.arguments().folders() + ", " + snapshot.rules().size() + " rules, "
                    + snapshot.handlers().size() + " handlers");
            snapshot.rules().stream()
                    .limit(MOST_RULES)
                    .forEach(rule -> out.println(
                            "  rule " + rule.name() + (rule.match() == null ? "" : "  when " + rule.match())));
            if (snapshot.rules().size() > MOST_RULES) {
                out.println("  … and " + (snapshot.rules().size() - MOST_RULES) + " more");
            }
        }
        out.println("  gRPC " + grpc + "   Mixer v1, Envoy ext_authz, rate limits and access logs, health, reflection");
        out.println("  HTTP " + http + "   /api/v1/config  /api/v1/check  /metrics  /q/health/ready");
        var authz = settings.authz().address().tcp();
        if (authz != null) {
            out.println("  HTTP " + new ListenAddress.Tcp(authz.host(), authzPort)
                    + "   /authz/SCOPE for nginx, Traefik, Caddy, HAProxy");
        }
        out.println("Try:");
        var shown = settings.http().token() == null ? "" : " -H 'authorization: Bearer TOKEN'";
        out.println(
                "  curl -s" + shown + " 'http://" + http
                        + "/api/v1/check?explain=true' -H 'content-type: application/json'"
                        + " -d '{\"attributes\":{\"request.method\":\"GET\",\"request.path\":\"/\",\"request.headers\":{\"x-user\":\"alice\"}}}'");
        out.println("  curl -s" + shown + " http://" + http + "/api/v1/config");
        out.flush();
    }
}
