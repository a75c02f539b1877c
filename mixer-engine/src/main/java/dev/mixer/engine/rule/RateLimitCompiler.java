package dev.mixer.engine.rule;

import dev.mixer.engine.config.HandlerResource;
import dev.mixer.engine.config.RateLimitFile;
import dev.mixer.engine.config.ResourceSet;
import dev.mixer.engine.config.bind.RecordBinder;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.ratelimit.RateLimitSpec.Descriptor;
import dev.mixer.engine.config.settings.HostSettings;
import dev.mixer.engine.config.settings.RateLimits;
import dev.mixer.engine.config.spec.FailurePolicy;
import dev.mixer.engine.config.yaml.YamlNode.Mapping;
import dev.mixer.engine.handler.HandlerSpec;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.engine.ratelimit.RateLimitIndex;
import dev.mixer.spi.template.RateLimit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compiles the rate limit files and finds the handler that counts for them. */
final class RateLimitCompiler {
    /** The handler that counts where the settings name none. No resource can have that name. */
    static final String BUILT_IN_HANDLER = "rate_limits.built-in";

    private static final String BUILT_IN_ADAPTER = "memquota";

    private final AdapterCatalog catalog;
    private final HostSettings settings;
    private final Problems problems;

    RateLimitCompiler(AdapterCatalog catalog, HostSettings settings, Problems problems) {
        this.catalog = catalog;
        this.settings = settings;
        this.problems = problems;
    }

    /**
     * Rate limits whose handler is still to be opened.
     *
     * @param handler its name
     * @param builtIn the handler itself, where no resource configures it
     * @param settings how they are counted and answered
     */
    record Planned(
            RateLimitIndex index, String handler, @Nullable HandlerSpec builtIn, RateLimits settings) {}

    /** The rate limits; empty where there are none, or a problem was reported. */
    Optional<Planned> compile(ResourceSet resources, Map<HandlerResource, HandlerSpec> handlers) {
        if (resources.rateLimits().isEmpty()) {
            return Optional.empty();
        }
        if (!settings.rateLimit().dynamicMetadata()) {
            for (var file : resources.rateLimits()) {
                warnOfMetadata(
                        file.spec().descriptors(),
                        problems.scope("rate limits of " + file.spec().domain()).field("descriptors"));
            }
        }
        var first = resources.rateLimits().getFirst();
        var index = new RateLimitIndex(resources.rateLimits());
        var wanted = settings.rateLimit().handler();
        if (wanted == null) {
            return builtIn(first).map(handler -> new Planned(index, handler.name(), handler, settings.rateLimit()));
        }
        var scope = problems.scope(first.id().toString());
        for (var resource : resources.handlers()) {
            if (resource.fullName().equals(wanted) || resource.id().shortName().equals(wanted)) {
                // Without a handler, its own problems have been reported.
                return Optional.ofNullable(handlers.get(resource))
                        .filter(handler -> counts(handler, first, scope))
                        .map(handler -> new Planned(index, handler.name(), null, settings.rateLimit()));
            }
        }
        scope.error(first.place(), "there is no handler '" + wanted + "', which the setting rateLimit.handler names");
        return Optional.empty();
    }

    /** Files of the well-known service load, and nobody waits in vain for what they ask for. */
    private static void warnOfMetadata(List<Descriptor> descriptors, ProblemScope scope) {
        for (int i = 0; i < descriptors.size(); i++) {
            var own = scope.index(i);
            var metadata = descriptors.get(i).metadata();
            if (metadata != null) {
                own.field("metadata")
                        .warning(metadata.place(), "does nothing without the setting rateLimit.dynamicMetadata");
            }
            warnOfMetadata(descriptors.get(i).descriptors(), own.field("descriptors"));
        }
    }

    private static boolean counts(HandlerSpec handler, RateLimitFile file, ProblemScope scope) {
        if (handler.adapter().templates().contains(RateLimit.class)) {
            return true;
        }
        scope.error(
                file.place(),
                "the handler " + handler.name()
                        + ", which the setting rateLimit.handler names, cannot count: its adapter "
                        + handler.adapter().name() + " does not serve the template ratelimit");
        return false;
    }

    private Optional<HandlerSpec> builtIn(RateLimitFile file) {
        var scope = problems.scope(file.id().toString());
        var adapter = catalog.adapter(BUILT_IN_ADAPTER)
                .filter(known -> known.templates().contains(RateLimit.class));
        if (adapter.isEmpty()) {
            scope.error(
                    file.place(),
                    "rate limits need the adapter " + BUILT_IN_ADAPTER
                            + ", which is not installed, or the setting rateLimit.handler");
            return Optional.empty();
        }
        return new RecordBinder()
                .bind(adapter.get().parametersType(), Mapping.empty(file.place()), scope)
                .map(parameters -> new HandlerSpec(
                        BUILT_IN_HANDLER, adapter.get(), parameters, FailurePolicy.DENY, settings.timeLimit()));
    }
}
