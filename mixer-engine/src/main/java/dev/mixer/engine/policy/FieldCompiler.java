package dev.mixer.engine.policy;

import dev.mixer.engine.attribute.CanonicalHost;
import dev.mixer.engine.attribute.CanonicalPath;
import dev.mixer.engine.config.policy.AuthorizationPolicySpec;
import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.spelling.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Compiles the fields of AuthorizationPolicy: where a call has each value and how it is compared. */
final class FieldCompiler {
    private static final String DEFAULT_TRUST_DOMAIN = "cluster.local";
    private static final Pattern KEYED = Pattern.compile("([a-z.]+)((?:\\[[^\\[\\]]+])+)");
    private static final List<String> KEYS = List.of(
            "request.headers[…]",
            "source.ip",
            "remote.ip",
            "source.namespace",
            "source.principal",
            "source.serviceAccount",
            "request.auth.principal",
            "request.auth.audiences",
            "request.auth.presenter",
            "request.auth.claims[…]",
            "destination.ip",
            "destination.port",
            "connection.sni");

    private final PolicyVocabulary vocabulary;
    private final List<String> trustDomains;
    private final boolean originKnown;

    FieldCompiler(PolicyVocabulary vocabulary, List<String> trustDomains, boolean originKnown) {
        this.vocabulary = vocabulary;
        this.trustDomains = List.copyOf(trustDomains);
        this.originKnown = originKnown;
    }

    /** How the values of one field are read; a value that is refused is reported and left out. */
    private record Kind(String subject, Clause.Source source, boolean http, Function<String, List<ValueMatcher>> read) {
        static Kind of(String subject, Clause.Source source, boolean http, Function<String, ValueMatcher> read) {
            return new Kind(subject, source, http, text -> List.of(read.apply(text)));
        }
    }

    List<Clause> source(AuthorizationPolicySpec.Source source, String namespace, FieldScope scope) {
        var clauses = new ArrayList<Clause>();
        both(clauses, principals(), source.principals(), source.notPrincipals(), "principals", scope);
        both(
                clauses,
                text("request.auth.principal", true),
                source.requestPrincipals(),
                source.notRequestPrincipals(),
                "requestPrincipals",
                scope);
        both(
                clauses,
                text("source.namespace", false),
                source.namespaces(),
                source.notNamespaces(),
                "namespaces",
                scope);
        both(
                clauses,
                serviceAccounts(namespace),
                source.serviceAccounts(),
                source.notServiceAccounts(),
                "serviceAccounts",
                scope);
        both(clauses, addresses("source.ip"), source.ipBlocks(), source.notIpBlocks(), "ipBlocks", scope);
        if (!source.remoteIpBlocks().isEmpty() || !source.notRemoteIpBlocks().isEmpty()) {
            var first = source.remoteIpBlocks().isEmpty() ? source.notRemoteIpBlocks() : source.remoteIpBlocks();
            warnOfOrigin(first.getFirst(), scope.field("remoteIpBlocks"));
        }
        both(
                clauses,
                addresses("origin.ip"),
                source.remoteIpBlocks(),
                source.notRemoteIpBlocks(),
                "remoteIpBlocks",
                scope);
        return clauses;
    }

    List<Clause> operation(AuthorizationPolicySpec.Operation operation, FieldScope scope) {
        var clauses = new ArrayList<Clause>();
        both(
                clauses,
                Kind.of("request.host", vocabulary.value("request.host"), true, FieldCompiler::host),
                operation.hosts(),
                operation.notHosts(),
                "hosts",
                scope);
        both(clauses, ports(), operation.ports(), operation.notPorts(), "ports", scope);
        both(clauses, text("request.method", true), operation.methods(), operation.notMethods(), "methods", scope);
        warnOfPaths(operation.paths(), scope.field("paths"));
        warnOfPaths(operation.notPaths(), scope.field("notPaths"));
        both(
                clauses,
                Kind.of("request.path", vocabulary.value("request.path"), true, FieldCompiler::path),
                operation.paths(),
                operation.notPaths(),
                "paths",
                scope);
        return clauses;
    }

    List<Clause> condition(AuthorizationPolicySpec.Condition condition, String namespace, FieldScope scope) {
        var clauses = new ArrayList<Clause>();
        var kind = kind(condition.key(), namespace, scope.field("key"));
        kind.ifPresent(known -> {
            var name = new FieldScope(scope.problems(), scope.name() + " " + condition.key());
            both(clauses, known, condition.values(), condition.notValues(), "values", name);
        });
        return clauses;
    }

    private Optional<Kind> kind(SourceText key, String namespace, FieldScope scope) {
        var keyed = KEYED.matcher(key.text());
        if (keyed.matches()) {
            var names = List.of(
                    keyed.group(2).substring(1, keyed.group(2).length() - 1).split("]\\[", -1));
            if (keyed.group(1).equals("request.headers") && names.size() == 1) {
                var header = names.getFirst().toLowerCase(Locale.ROOT);
                return Optional.of(Kind.of(
                        "request.headers[" + header + "]",
                        vocabulary.entry("request.headers", header),
                        true,
                        ValueMatcher::ofText));
            }
            if (keyed.group(1).equals("request.auth.claims")) {
                return Optional.of(Kind.of(key.text(), vocabulary.claim(names), true, ValueMatcher::ofText));
            }
        }
        if (key.text().equals("remote.ip")) {
            warnOfOrigin(key, scope);
        }
        var kind = switch (key.text()) {
            case "source.ip" -> addresses("source.ip");
            case "remote.ip" -> addresses("origin.ip");
            case "source.namespace" -> text("source.namespace", false);
            case "source.principal" -> principals();
            case "source.serviceAccount" -> serviceAccounts(namespace);
            case "request.auth.principal", "request.auth.presenter" -> text(key.text(), true);
            case "request.auth.audiences" ->
                Kind.of(key.text(), vocabulary.claim(List.of("aud")), true, ValueMatcher::ofText);
            case "destination.ip" -> addresses("destination.ip");
            case "destination.port" -> ports();
            case "connection.sni" -> text("connection.requested_server_name", false);
            default -> null;
        };
        if (kind == null) {
            scope.problems()
                    .error(
                            key.place(),
                            "'" + key + "' is no key of a condition"
                                    + DidYouMean.nearest(key.text(), KEYS)
                                            .map(near -> "; did you mean '" + near + "'?")
                                            .orElse("; there are " + String.join(", ", KEYS)));
        }
        return Optional.ofNullable(kind);
    }

    /** Where a call has what roles name by a key; empty for keys of the user's own. */
    Optional<Clause.Source> roleSource(String key) {
        var keyed = KEYED.matcher(key);
        if (keyed.matches()) {
            var names = List.of(
                    keyed.group(2).substring(1, keyed.group(2).length() - 1).split("]\\[", -1));
            return switch (keyed.group(1)) {
                case "request.headers" ->
                    Optional.of(
                            vocabulary.entry("request.headers", names.getFirst().toLowerCase(Locale.ROOT)));
                case "destination.labels", "source.labels" ->
                    Optional.of(vocabulary.entry(keyed.group(1), names.getFirst()));
                case "request.auth.claims" -> Optional.of(vocabulary.claim(names));
                default -> Optional.empty();
            };
        }
        return switch (key) {
            case "source.ip",
                    "source.namespace",
                    "source.principal",
                    "request.auth.principal",
                    "request.auth.presenter",
                    "destination.ip",
                    "destination.port",
                    "destination.name",
                    "destination.namespace",
                    "destination.user",
                    "destination.service.host",
                    "request.method",
                    "request.path" -> Optional.of(vocabulary.value(key));
            case "request.auth.audiences" -> Optional.of(vocabulary.claim(List.of("aud")));
            case "connection.sni" -> Optional.of(vocabulary.value("connection.requested_server_name"));
            default -> Optional.empty();
        };
    }

    private void both(
            List<Clause> clauses,
            Kind kind,
            List<SourceText> values,
            List<SourceText> notValues,
            String field,
            FieldScope scope) {
        var negative = "not" + field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1);
        one(clauses, kind, values, false, scope.field(field));
        one(clauses, kind, notValues, true, scope.field(negative));
    }

    private static void one(
            List<Clause> clauses, Kind kind, List<SourceText> values, boolean negative, FieldScope scope) {
        if (values.isEmpty()) {
            return;
        }
        var matchers = new ArrayList<ValueMatcher>();
        for (var value : values) {
            try {
                if (value.text().isEmpty()) {
                    throw new IllegalArgumentException("must not be empty; * is any value that is there");
                }
                matchers.addAll(kind.read().apply(value.text()));
            } catch (IllegalArgumentException e) {
                scope.problems().error(value.place(), String.valueOf(e.getMessage()));
            }
        }
        clauses.add(new Clause(
                scope.name() + " " + values, kind.subject(), kind.source(), matchers, negative, kind.http()));
    }

    private Kind text(String attribute, boolean http) {
        return Kind.of(attribute, vocabulary.value(attribute), http, ValueMatcher::ofText);
    }

    private Kind addresses(String attribute) {
        return Kind.of(attribute, vocabulary.value(attribute), false, FieldCompiler::address);
    }

    private Kind ports() {
        return Kind.of("destination.port", vocabulary.value("destination.port"), false, FieldCompiler::port);
    }

    private Kind principals() {
        return new Kind("source.principal", vocabulary.value("source.principal"), false, text -> {
            if (text.startsWith("spiffe://")) {
                throw new IllegalArgumentException("'" + text + "' must be written without spiffe://");
            }
            return aliases(text).stream().map(ValueMatcher::ofText).toList();
        });
    }

    /** The same identity under every name of the mesh's trust domain. */
    private List<String> aliases(String principal) {
        int slash = principal.indexOf('/');
        var domain = slash < 0 ? "" : principal.substring(0, slash);
        if (!domain.equals(DEFAULT_TRUST_DOMAIN) && !trustDomains.contains(domain)) {
            return List.of(principal);
        }
        var aliases = new ArrayList<String>();
        aliases.add(principal);
        for (var other : trustDomains) {
            aliases.add(other + principal.substring(slash));
        }
        return aliases.stream().distinct().toList();
    }

    private Kind serviceAccounts(String namespace) {
        return Kind.of("source.principal", vocabulary.value("source.principal"), false, text -> {
            var parts = text.split("/", -1);
            if (parts.length > 2 || text.contains("*") || parts[parts.length - 1].isEmpty() || parts[0].isEmpty()) {
                throw new IllegalArgumentException("'" + text + "' must be ACCOUNT or NAMESPACE/ACCOUNT, without *");
            }
            var home = parts.length == 2 ? parts[0] : namespace;
            return new ValueMatcher.Suffix("/ns/" + home + "/sa/" + parts[parts.length - 1]);
        });
    }

    private static ValueMatcher address(String text) {
        var range = AddressRange.parse(text);
        return range.isSingle() ? new ValueMatcher.Equal(range.address()) : new ValueMatcher.InRange(range);
    }

    private static ValueMatcher port(String text) {
        if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("'" + text + "' is not a port");
        }
        return new ValueMatcher.Equal(Long.valueOf(text));
    }

    private static ValueMatcher host(String text) {
        return text.contains("*")
                ? ValueMatcher.ofText(text.toLowerCase(Locale.ROOT))
                : new ValueMatcher.Equal(CanonicalHost.of(text));
    }

    private static ValueMatcher path(String text) {
        return PathTemplate.is(text) ? PathTemplate.compile(text) : ValueMatcher.ofText(text);
    }

    private static void warnOfPaths(List<SourceText> paths, FieldScope scope) {
        for (var path : paths) {
            var text = path.text();
            if (text.contains("*") || text.isEmpty()) {
                continue;
            }
            if (!(CanonicalPath.of(text, CanonicalPath.Mode.KEEP_ENCODED_SLASH) instanceof String canonical)) {
                scope.problems().warning(path.place(), "'" + text + "' has no canonical form, so no path equals it");
            } else if (!canonical.equals(text)) {
                scope.problems()
                        .warning(
                                path.place(),
                                "'" + text + "' is not canonical, so no path equals it; write " + canonical);
            }
        }
    }

    private void warnOfOrigin(SourceText place, FieldScope scope) {
        if (!originKnown) {
            scope.problems()
                    .warning(
                            place.place(),
                            "reads the address of the first client, which Envoy's check does not tell while"
                                    + " trustedHops is 0: a positive test then never matches");
        }
    }
}
