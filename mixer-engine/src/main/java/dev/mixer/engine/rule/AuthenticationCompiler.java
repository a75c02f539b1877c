package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.HeaderNames;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.config.PolicyResource;
import dev.mixer.engine.config.bind.ParameterProblems;
import dev.mixer.engine.config.bind.RecordBinder;
import dev.mixer.engine.config.policy.RequestAuthenticationSpec;
import dev.mixer.engine.config.policy.RequestAuthenticationSpec.HeaderPlace;
import dev.mixer.engine.config.policy.RequestAuthenticationSpec.JwtRule;
import dev.mixer.engine.config.policy.TargetReference;
import dev.mixer.engine.config.problem.LocatedProblem;
import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.spec.FailurePolicy;
import dev.mixer.engine.config.spec.HeaderChange;
import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.expression.CheckedExpression;
import dev.mixer.engine.expression.Condition;
import dev.mixer.engine.expression.Expression;
import dev.mixer.engine.expression.ExpressionException;
import dev.mixer.engine.expression.SymbolResolver;
import dev.mixer.engine.handler.HandlerSpec;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.engine.plugin.InstalledAdapter;
import dev.mixer.engine.template.FieldTree;
import dev.mixer.engine.template.InstanceBuilder;
import dev.mixer.engine.template.OutputFields;
import dev.mixer.spi.Adapter;
import dev.mixer.spi.template.Jwt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compiles {@code RequestAuthentication} to what verifies tokens already: each policy becomes a handler of the adapter {@code
 * jwt} and a rule that derives {@code request.auth.*}. Where several are for one workload, a token counts that one of them accepts.
 */
final class AuthenticationCompiler {
    private static final String ADAPTER = "jwt";

    /** Claims whose text Istio takes for a list whatever a policy says. */
    private static final Set<String> LISTS_IN_TEXT = Set.of("permission", "scope");

    private static final String USUAL_PARAMETER = "access_token";
    private static final HeaderPlace USUAL_HEADER = new HeaderPlace("authorization", "Bearer");

    private final AdapterCatalog catalog;
    private final Slots slots;
    private final Duration timeLimit;
    private final Problems problems;
    private final RecordBinder binder = new RecordBinder();

    AuthenticationCompiler(AdapterCatalog catalog, Slots slots, Duration timeLimit, Problems problems) {
        this.catalog = catalog;
        this.slots = slots;
        this.timeLimit = timeLimit;
        this.problems = problems;
    }

    /** A policy compiled: who verifies, and for which calls. */
    record Planned(HandlerSpec handler, SnapshotPlan.PlannedRule rule) {}

    /**
     * The policies without problems; the others are reported.
     *
     * @param firstInstance from which on instances have no number yet
     */
    List<Planned> compile(List<PolicyResource> policies, int firstInstance) {
        var planned = new ArrayList<Planned>();
        for (var policy : policies) {
            if (policy.spec() instanceof RequestAuthenticationSpec spec) {
                compile(policy, spec, firstInstance + planned.size()).ifPresent(planned::add);
            }
        }
        return planned;
    }

    private Optional<Planned> compile(PolicyResource policy, RequestAuthenticationSpec spec, int number) {
        var scope = problems.scope(policy.id().toString());
        if (spec.jwtRules().isEmpty()) {
            scope.field("spec.jwtRules").warning(policy.place(), "is empty: the policy does nothing");
            return Optional.empty();
        }
        var adapter = catalog.adapter(ADAPTER)
                .filter(installed -> installed.templates().contains(Jwt.class));
        if (adapter.isEmpty()) {
            scope.error(policy.place(), "needs the adapter " + ADAPTER + ", which is not installed");
            return Optional.empty();
        }
        int before = problems.errorCount();
        judge(spec, scope.field("spec.jwtRules"));
        var parameters = problems.errorCount() == before
                ? bind(adapter.get(), parameters(spec, policy.place()), scope)
                : Optional.<Record>empty();
        var name = "RequestAuthentication " + policy.id().shortName();
        return parameters.map(bound -> new Planned(
                new HandlerSpec(name, adapter.get(), bound, FailurePolicy.DENY, timeLimit),
                rule(policy, spec, name, instance(name, spec, policy.place(), number))));
    }

    private static void judge(RequestAuthenticationSpec spec, ProblemScope scope) {
        for (int i = 0; i < spec.jwtRules().size(); i++) {
            var rule = spec.jwtRules().get(i);
            var own = scope.index(i);
            if (rule.jwks() != null && rule.jwksUri() != null) {
                own.error(rule.issuer().place(), "only one of jwksUri and jwks");
            }
            if (rule.jwks() == null && rule.jwksUri() == null && discovery(rule).isEmpty()) {
                own.error(
                        rule.issuer().place(),
                        "needs jwksUri or jwks: the issuer is no http or https URL, so that its keys cannot be looked for there");
            }
            if (!rule.forwardOriginalToken() && !rule.fromCookies().isEmpty()) {
                own.field("forwardOriginalToken")
                        .warning(
                                rule.issuer().place(),
                                "is false, but tokens in cookies are not taken out: they reach the application; write true if"
                                        + " that is meant");
            }
            judgeHeaders(rule, own);
        }
    }

    private static void judgeHeaders(JwtRule rule, ProblemScope own) {
        var place = rule.issuer().place();
        var names = new HashSet<String>();
        var payload = rule.outputPayloadToHeader();
        if (payload != null) {
            judgeHeader(payload, own.field("outputPayloadToHeader"), place, names);
        }
        for (int i = 0; i < rule.outputClaimToHeaders().size(); i++) {
            var claim = rule.outputClaimToHeaders().get(i);
            var field = own.field("outputClaimToHeaders").index(i);
            judgeHeader(claim.header(), field.field("header"), place, names);
            if (claim.claim().isEmpty()) {
                field.field("claim").error(place, "must not be empty");
            }
        }
    }

    private static void judgeHeader(String name, ProblemScope field, Place place, Set<String> names) {
        if (!HeaderChange.isName(name)) {
            field.error(place, "'" + name + "' is not a header name");
        } else if (!names.add(HeaderNames.fold(name))) {
            field.error(place, "another claim is written to the header " + name);
        }
    }

    /** Where an issuer that names no keys says itself where they are (OpenID Connect Discovery 1.0, 4). */
    private static Optional<String> discovery(JwtRule rule) {
        var issuer = rule.issuer().text();
        boolean web = issuer.startsWith("https://") || issuer.startsWith("http://");
        return web
                ? Optional.of((issuer.endsWith("/") ? issuer : issuer + "/") + ".well-known/openid-configuration")
                : Optional.empty();
    }

    /** Binds the adapter's parameters; problems speak of the policy's fields, not of those that nobody wrote. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // the record is of the adapter's own type
    private Optional<Record> bind(InstalledAdapter adapter, YamlNode.Mapping parameters, ProblemScope scope) {
        var found = new Problems();
        var inner = new ProblemScope(found, scope.resource(), "spec");
        var bound = binder.bind((Class<Record>) adapter.parametersType(), parameters, inner);
        if (bound.isPresent()) {
            ParameterProblems.report(((Adapter) adapter.adapter()).validate(bound.get()), parameters, inner);
        }
        for (var problem : found.sorted()) {
            problems.add(LocatedProblem.at(
                    problem.place(),
                    problem.severity(),
                    problem.resource(),
                    inIstiosWords(problem.field().replace("spec.issuers", "spec.jwtRules")),
                    inIstiosWords(problem.message())));
        }
        return found.hasErrors() ? Optional.empty() : bound;
    }

    private static String inIstiosWords(String text) {
        return text.replace("jwks_uri", "jwksUri")
                .replace("discovery_uri", "issuer")
                .replace("fetch_timeout", "timeout");
    }

    private static YamlNode.Mapping parameters(RequestAuthenticationSpec spec, Place place) {
        var issuers = spec.jwtRules().stream()
                .<YamlNode>map(rule -> issuer(rule, place))
                .toList();
        return mapping(
                place,
                // As in Istio, whose proxies let a token without an end live for ever.
                Map.of("issuers", new YamlNode.Sequence(place, issuers), "require_expiry", flag(place)));
    }

    private static YamlNode.Scalar flag(Place place) {
        return new YamlNode.Scalar(YamlNode.ScalarType.BOOL, SourceText.of("false", place));
    }

    private static YamlNode issuer(JwtRule rule, Place place) {
        var fields = new TreeMap<String, YamlNode>();
        fields.put("issuer", text(rule.issuer()));
        if (!rule.audiences().isEmpty()) {
            fields.put("audiences", texts(rule.audiences(), place));
        }
        if (rule.jwks() != null) {
            fields.put("jwks", text(rule.jwks()));
        }
        if (rule.jwksUri() != null) {
            fields.put("jwks_uri", text(rule.jwksUri()));
        }
        if (rule.jwks() == null && rule.jwksUri() == null) {
            discovery(rule)
                    .ifPresent(uri -> fields.put(
                            "discovery_uri",
                            text(SourceText.of(uri, rule.issuer().place()))));
        }
        var timeout = rule.timeout();
        if (timeout != null) {
            fields.put(
                    "fetch_timeout",
                    text(SourceText.of(timeout.toMillis() + "ms", rule.issuer().place())));
        }
        var lists = new TreeSet<>(LISTS_IN_TEXT);
        lists.addAll(rule.spaceDelimitedClaims());
        fields.put("space_delimited_claims", texts(List.copyOf(lists), place));
        var places = Stream.of(
                        rule.fromHeaders().stream().map(header -> place(header, place)),
                        rule.fromParams().stream().map(name -> place(parameter(name), "", place)),
                        rule.fromCookies().stream().map(name -> place(cookie(name), "", place)))
                .flatMap(Function.identity())
                .toList();
        if (!places.isEmpty()) {
            fields.put("places", new YamlNode.Sequence(place, places));
        }
        return mapping(rule.issuer().place(), fields);
    }

    private static YamlNode place(HeaderPlace header, Place place) {
        return isAuthorization(header)
                ? place("authorization", "", place)
                : place(header(header.name()), header.prefix(), place);
    }

    private static boolean isAuthorization(HeaderPlace header) {
        return header.name().equalsIgnoreCase("authorization")
                && header.prefix().strip().equalsIgnoreCase("bearer");
    }

    private static YamlNode place(String name, String prefix, Place place) {
        return mapping(
                place, Map.of("name", text(SourceText.of(name, place)), "prefix", text(SourceText.of(prefix, place))));
    }

    private static String header(String name) {
        return "header " + name.toLowerCase(java.util.Locale.ROOT);
    }

    private static String parameter(String name) {
        return "parameter " + name;
    }

    private static String cookie(String name) {
        return "cookie " + name;
    }

    private static YamlNode texts(List<String> texts, Place place) {
        return new YamlNode.Sequence(
                place,
                texts.stream()
                        .<YamlNode>map(each -> text(SourceText.of(each, place)))
                        .toList());
    }

    private static YamlNode.Scalar text(SourceText source) {
        return new YamlNode.Scalar(YamlNode.ScalarType.TEXT, source);
    }

    private static YamlNode.Mapping mapping(Place place, Map<String, ? extends YamlNode> fields) {
        return new YamlNode.Mapping(
                place,
                fields.entrySet().stream()
                        .map(field -> new YamlNode.Entry(text(SourceText.of(field.getKey(), place)), field.getValue()))
                        .toList());
    }

    /** Reads the token where its rules look for it; by default as Istio does, in authorization and access_token. */
    private ConfiguredInstance instance(String name, RequestAuthenticationSpec spec, Place place, int number) {
        var places = new LinkedHashMap<String, FieldTree>();
        for (var rule : spec.jwtRules()) {
            rule.fromHeaders().stream()
                    .filter(header -> !isAuthorization(header))
                    .forEach(header -> places.put(
                            header(header.name()),
                            read("request.headers", header.name().toLowerCase(java.util.Locale.ROOT))));
            rule.fromParams().forEach(each -> places.put(parameter(each), read("request.query_params", each)));
            rule.fromCookies()
                    .forEach(each -> places.put(
                            cookie(each),
                            new FieldTree.Leaf(
                                    "cookie(" + entry("request.headers", "cookie") + ", " + literal(each) + ")")));
        }
        var fields = new FieldTree.Branch(Map.of(
                "authorization",
                read("request.headers", "authorization"),
                "token",
                read("request.query_params", USUAL_PARAMETER),
                "places",
                new FieldTree.Branch(places)));
        var output = OutputFields.of(Jwt.class).orElseThrow();
        var bindings = new BindingCompiler(slots, output.symbols("$out.", 0), problems.scope(name))
                .compile(Map.of(
                        "request.auth.principal", SourceText.of("$out.principal", place),
                        "request.auth.audiences", SourceText.of("$out.audiences", place),
                        "request.auth.presenter", SourceText.of("$out.presenter", place),
                        "request.auth.claims", SourceText.of("$out.claims", place),
                        "request.auth.raw_claims", SourceText.of("$out.raw_claims", place)));
        if (InstanceBuilder.compile(Jwt.class, fields, slots) instanceof InstanceBuilder.Result.Built(var builder)) {
            return new ConfiguredInstance(number, name, name, builder, output, bindings);
        }
        throw new IllegalStateException("the standard expressions fit the standard templates");
    }

    private static FieldTree read(String map, String key) {
        return new FieldTree.Leaf(entry(map, key));
    }

    private static String entry(String map, String key) {
        return map + "[" + literal(key) + "] | \"\"";
    }

    private TokenForwarding forwarding(RequestAuthenticationSpec spec) {
        return new TokenForwarding(spec.jwtRules().stream()
                .map(rule -> new TokenForwarding.Issued(
                        rule.issuer().text(),
                        rule.forwardOriginalToken() ? List.of() : tokenHeaders(rule),
                        rule.forwardOriginalToken() ? List.of() : tokenParameters(rule),
                        rule.outputPayloadToHeader(),
                        rule.outputClaimToHeaders().stream()
                                .map(claim -> new TokenForwarding.ClaimHeader(
                                        claim.header(), List.of(claim.claim().split("\\.", -1))))
                                .toList()))
                .toList());
    }

    private List<TokenForwarding.TokenHeader> tokenHeaders(JwtRule rule) {
        return isUsual(rule)
                ? List.of(tokenHeader(USUAL_HEADER))
                : rule.fromHeaders().stream().map(this::tokenHeader).toList();
    }

    private List<TokenForwarding.TokenHeader> tokenParameters(JwtRule rule) {
        var names = isUsual(rule) ? List.of(USUAL_PARAMETER) : rule.fromParams();
        return names.stream()
                .map(name -> new TokenForwarding.TokenHeader(
                        name,
                        "",
                        check(entry("request.query_params", name), ValueType.STRING)
                                .compile(slots)))
                .toList();
    }

    private static boolean isUsual(JwtRule rule) {
        return rule.fromHeaders().isEmpty()
                && rule.fromParams().isEmpty()
                && rule.fromCookies().isEmpty();
    }

    private TokenForwarding.TokenHeader tokenHeader(HeaderPlace header) {
        var source = entry("request.headers", HeaderNames.fold(header.name()));
        return new TokenForwarding.TokenHeader(
                header.name(),
                header.prefix().strip(),
                check(source, ValueType.STRING).compile(slots));
    }

    private SnapshotPlan.PlannedRule rule(
            PolicyResource policy, RequestAuthenticationSpec spec, String name, ConfiguredInstance instance) {
        var match = match(spec);
        return new SnapshotPlan.PlannedRule(
                name,
                policy.id().namespace(),
                policy.place().toString(),
                match == null ? null : match.compile(slots),
                match == null ? new Condition.Opaque() : match.condition(slots),
                List.of(new SnapshotPlan.PlannedAction(name, instance, Action.NO_OUTPUT, false)),
                List.of(),
                List.of(),
                null,
                forwarding(spec));
    }

    /**
     * Which calls it is for. One that does not tell its workload's labels is for none: whose tokens count there is not known, so
     * that nobody gets an identity.
     */
    private @Nullable CheckedExpression match(RequestAuthenticationSpec spec) {
        var tests = new ArrayList<String>();
        var selector = spec.selector();
        if (selector != null) {
            new TreeMap<>(selector.matchLabels())
                    .forEach((label, value) ->
                            tests.add("destination.labels[" + literal(label) + "] == " + literal(value)));
        }
        var targets = new ArrayList<>(spec.targetRefs());
        if (spec.targetRef() != null) {
            targets.add(spec.targetRef());
        }
        anyOf("destination.service.name", "Service", targets).ifPresent(tests::add);
        anyOf("destination.labels[\"gateway.networking.k8s.io/gateway-name\"]", "Gateway", targets)
                .ifPresent(tests::add);
        if (tests.isEmpty()) {
            return null;
        }
        return check(String.join(" && ", tests), ValueType.BOOL);
    }

    private CheckedExpression check(String expression, ValueType type) {
        try {
            return Expression.parse(expression).check(slots.vocabulary(), type, SymbolResolver.NONE);
        } catch (ExpressionException e) {
            throw new IllegalStateException("literals are quoted", e);
        }
    }

    private static Optional<String> anyOf(String subject, String kind, List<TargetReference> targets) {
        var tests = targets.stream()
                .filter(target -> target.kind().equals(kind))
                .map(target -> subject + " == " + literal(target.name()))
                .collect(Collectors.joining(" || "));
        return tests.isEmpty() ? Optional.empty() : Optional.of("(" + tests + ")");
    }

    private static String literal(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
