package dev.mixer.adapters.noop;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.AttributesResult;
import dev.mixer.spi.CheckInstance;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.QuotaInstance;
import dev.mixer.spi.QuotaRequest;
import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.ReportInstance;
import dev.mixer.spi.template.ApiKey;
import dev.mixer.spi.template.ApiKeyCaller;
import dev.mixer.spi.template.Authorization;
import dev.mixer.spi.template.CheckNothing;
import dev.mixer.spi.template.Edge;
import dev.mixer.spi.template.Jwt;
import dev.mixer.spi.template.JwtCheck;
import dev.mixer.spi.template.ListEntry;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.spi.template.Metric;
import dev.mixer.spi.template.Quota;
import dev.mixer.spi.template.RateLimit;
import dev.mixer.spi.template.ReportNothing;
import dev.mixer.spi.template.TraceSpan;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Lets everything pass and records nothing: for trying rules out, and for measuring the host alone. */
public final class NoopAdapter implements Adapter<NoopAdapter.Parameters> {
    private static final List<Class<? extends CheckInstance<?>>> CHECKS =
            List.of(ApiKey.class, Authorization.class, CheckNothing.class, JwtCheck.class, ListEntry.class);
    private static final List<Class<? extends ReportInstance>> REPORTS =
            List.of(Edge.class, LogEntry.class, Metric.class, ReportNothing.class, TraceSpan.class);

    /** There is nothing to configure. */
    public record Parameters() {}

    /** For the service loader. */
    public NoopAdapter() {}

    @Override
    public String name() {
        return "noop";
    }

    @Override
    public String description() {
        return "Lets every check pass, grants every quota, derives nothing and drops every report";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        var templates = new HashSet<Class<? extends Instance>>(CHECKS);
        templates.addAll(REPORTS);
        templates.addAll(List.of(ApiKeyCaller.class, Jwt.class, Quota.class, RateLimit.class));
        return Set.copyOf(templates);
    }

    @Override
    public Handler open(Parameters parameters, Host host) {
        var builder = Handler.builder().neverBlocks();
        for (var template : CHECKS) {
            pass(builder, template);
        }
        for (var template : REPORTS) {
            builder.report(template, _ -> {});
        }
        builder.attributes(ApiKeyCaller.class, _ -> AttributesResult.nothing());
        builder.attributes(Jwt.class, _ -> AttributesResult.nothing());
        return builder.quota(Quota.class, NoopAdapter::grant)
                .quota(RateLimit.class, NoopAdapter::grant)
                .build();
    }

    private static <T extends QuotaInstance> List<QuotaResult> grant(List<QuotaRequest<T>> requests) {
        return requests.stream()
                .map(request -> QuotaResult.granted(Math.max(0, request.amount()), CheckResult.DEFAULT_LIFETIME))
                .toList();
    }

    /** Gives the template's class a name, which a wildcard lacks. */
    private static <T extends CheckInstance<?>> void pass(Handler.Builder builder, Class<T> template) {
        var ok = CheckResult.ok();
        builder.check(template, _ -> ok);
    }
}
