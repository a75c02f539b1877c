package dev.mixer.server.http;

import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.attribute.ReferencedAttributes;
import dev.mixer.engine.dispatch.Call;
import dev.mixer.engine.dispatch.Decision;
import dev.mixer.engine.dispatch.Explanation;
import dev.mixer.engine.dispatch.InvalidRequestException;
import dev.mixer.engine.rule.CompiledRule;
import dev.mixer.server.MixerHost;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.Status;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** State, checks, reports and expressions over HTTP and JSON. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ApiResource {
    private static final String CHECK = "{\"attributes\": {\"request.method\": \"GET\"}}";
    private static final String REPORT = "{\"records\": [{\"response.code\": 200}]}";
    private static final String EVALUATE =
            "{\"expression\": \"request.method == \\\"GET\\\"\", \"attributes\": {\"request.method\": \"GET\"}}";

    private final MixerHost host;

    ApiResource(MixerHost host) {
        this.host = host;
    }

    /** The configuration as people see it. */
    public record ConfigView(
            String state,
            String revision,
            String lastRevision,
            List<String> problems,
            List<RuleView> rules,
            List<HandlersResource.HandlerView> handlers) {}

    /** A rule. */
    public record RuleView(String name, String place, String match) {}

    /** A decision. */
    public record DecisionView(
            Status status,
            String validFor,
            int validUses,
            List<String> referenced,
            List<HeaderOperation> headers,
            dev.mixer.spi.@Nullable DirectResponse response,
            Map<String, Long> quotas,
            String revision,
            List<String> rules,
            String policy,
            String shadow,
            @Nullable Explanation explanation) {
        static DecisionView of(Decision decision) {
            var quotas = new TreeMap<String, Long>();
            decision.quotas().forEach((name, grant) -> quotas.put(name, grant.granted()));
            return new DecisionView(
                    decision.status(),
                    dev.mixer.spi.DurationText.of(decision.validFor()),
                    decision.validUses(),
                    decision.referenced().matches().stream()
                            .map(ReferencedAttributes.Match::toString)
                            .toList(),
                    decision.headers(),
                    decision.response(),
                    quotas,
                    decision.revision(),
                    decision.rules(),
                    decision.policies().policy(),
                    decision.shadow(),
                    decision.explanation());
        }
    }

    /** What is wrong with a request. */
    public record ErrorView(String error) {}

    @GET
    @Path("/config")
    @Operation(summary = "The configuration: state, revision, problems, rules, handlers")
    public ConfigView config() {
        var live = host.configuration();
        var snapshot = host.mixer().snapshot();
        if (live.isEmpty()) {
            return new ConfigView("STARTING", "", "", List.of(), List.of(), List.of());
        }
        var state = live.get().state();
        var rules = snapshot == null
                ? List.<RuleView>of()
                : snapshot.rules().stream().map(ApiResource::view).toList();
        return new ConfigView(
                !state.isReady() ? "NOT_READY" : state.hasErrors() ? "STALE" : "READY",
                state.revision(),
                state.lastRevision(),
                state.problems(),
                rules,
                HandlersResource.views(host));
    }

    private static RuleView view(CompiledRule rule) {
        return new RuleView(
                rule.name(),
                rule.place(),
                rule.match() == null ? "" : rule.match().text());
    }

    @POST
    @Path("/check")
    @Operation(summary = "Decides about attributes")
    public CompletionStage<DecisionView> check(
            @Nullable @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT), example = CHECK))
                    String text,
            @QueryParam("explain") @DefaultValue("false") boolean explain)
            throws InvalidRequestException {
        var body = JsonBody.object(text, CHECK);
        var call = new Call(
                vocabulary -> AttributeJson.bag(body.get("attributes"), vocabulary),
                System.nanoTime() + Call.DEFAULT_PATIENCE_NANOS,
                new Call.Quotas.EachOnce(),
                explain);
        return host.mixer().check(call).thenApply(DecisionView::of);
    }

    @POST
    @Path("/report")
    @Operation(summary = "Takes in records of attributes")
    public CompletionStage<Response> report(
            @Nullable @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT), example = REPORT))
                    String text)
            throws InvalidRequestException {
        var body = JsonBody.object(text, REPORT);
        var records = body.get("records");
        if (records == null || !records.isArray()) {
            throw new InvalidRequestException("records must be a list of objects with attributes");
        }
        return host.mixer()
                .report(
                        vocabulary -> {
                            var bags = new ArrayList<AttributeBag>();
                            for (var record : records) {
                                bags.add(AttributeJson.bag(record, vocabulary));
                            }
                            return bags;
                        },
                        System.nanoTime() + Call.DEFAULT_PATIENCE_NANOS)
                .thenApply(status -> Response.status(status.isOk() ? 200 : 503)
                        .entity(status)
                        .build());
    }

    @POST
    @Path("/evaluate")
    @Operation(summary = "Evaluates an expression over attributes taken as they are given")
    public Evaluation evaluate(
            @Nullable @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT), example = EVALUATE))
                    String text)
            throws InvalidRequestException {
        return Evaluation.of(JsonBody.object(text, EVALUATE));
    }
}
