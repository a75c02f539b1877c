package dev.mixer.engine.scope;

import dev.mixer.engine.attribute.Attribute;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.config.ScopeResource;
import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.spec.AuthorizationScopeSpec;
import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.expression.ValueText;
import dev.mixer.engine.policy.AddressRange;
import dev.mixer.engine.spelling.DidYouMean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks scopes against the vocabulary, collecting every problem. */
public final class ScopeCompiler {
    private static final List<String> STATABLE = List.of("destination.", "context.", "api.");

    private final Vocabulary vocabulary;
    private final Problems problems;

    /** A compiler for one configuration. */
    public ScopeCompiler(Vocabulary vocabulary, Problems problems) {
        this.vocabulary = vocabulary;
        this.problems = problems;
    }

    /** The scopes by name. A path names a scope without its namespace, so that no two may have the same name. */
    public Map<String, AuthorizationScope> compile(List<ScopeResource> resources) {
        var places = new HashMap<String, Place>();
        var scopes = new HashMap<String, AuthorizationScope>();
        for (var resource : resources) {
            var name = resource.id().name();
            var problem = problems.scope(resource.id().toString());
            var first = places.putIfAbsent(name, resource.place());
            if (first != null) {
                problem.error(resource.place(), "another scope of this name stands at " + first);
            }
            scopes.put(name, scope(name, resource.spec(), problem.field("spec")));
        }
        return Map.copyOf(scopes);
    }

    private AuthorizationScope scope(String name, AuthorizationScopeSpec spec, ProblemScope problem) {
        var peers = new ArrayList<AddressRange>();
        for (int i = 0; i < spec.trustedPeers().size(); i++) {
            var text = spec.trustedPeers().get(i);
            try {
                peers.add(AddressRange.parse(text.text()));
            } catch (IllegalArgumentException e) {
                problem.field("trustedPeers").index(i).error(text.place(), String.valueOf(e.getMessage()));
            }
        }
        return new AuthorizationScope(
                name, peers, spec.dialect(), stated(spec.destination(), problem.field("destination")));
    }

    private Map<Integer, Object> stated(AuthorizationScopeSpec.Destination destination, ProblemScope problem) {
        var values = new HashMap<Integer, Object>();
        put("destination.namespace", destination.namespace(), values);
        put("destination.service.host", destination.serviceHost(), values);
        if (!destination.labels().isEmpty()) {
            var labels = new LinkedHashMap<String, String>();
            destination.labels().forEach((label, value) -> labels.put(label, value.text()));
            values.put(vocabulary.require("destination.labels").id(), Map.copyOf(labels));
        }
        destination
                .attributes()
                .forEach((name, node) ->
                        add(name, node, values, problem.field("attributes").key(name)));
        return values;
    }

    private void put(String attribute, @Nullable SourceText text, Map<Integer, Object> values) {
        if (text != null) {
            values.put(vocabulary.require(attribute).id(), text.text());
        }
    }

    private void add(String name, YamlNode node, Map<Integer, Object> values, ProblemScope problem) {
        if (STATABLE.stream().noneMatch(name::startsWith)) {
            problem.error(
                    node.place(),
                    "a scope states attributes under destination., context. and api. only: who calls, and what for, is"
                            + " told by the proxy");
            return;
        }
        var attribute = vocabulary.get(name);
        if (attribute == null) {
            var names = vocabulary.attributes().stream().map(Attribute::name).toList();
            problem.error(node.place(), "no such attribute" + DidYouMean.hint(name, names));
            return;
        }
        var value = value(attribute, node, problem);
        if (value != null && values.putIfAbsent(attribute.id(), value) != null) {
            problem.error(node.place(), "is stated twice");
        }
    }

    private static @Nullable Object value(Attribute attribute, YamlNode node, ProblemScope problem) {
        if (attribute.type() == ValueType.STRING_MAP) {
            return map(node, problem);
        }
        if (!(node instanceof YamlNode.Scalar scalar) || scalar.isNull()) {
            problem.error(node.place(), "must be a single value, not " + node.describe());
            return null;
        }
        try {
            return ValueText.parse(attribute.type(), scalar.text());
        } catch (IllegalArgumentException e) {
            problem.error(node.place(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static @Nullable Object map(YamlNode node, ProblemScope problem) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            problem.error(node.place(), "must be a mapping of texts, not " + node.describe());
            return null;
        }
        var map = new LinkedHashMap<String, String>();
        for (var entry : mapping.entries()) {
            if (entry.value() instanceof YamlNode.Scalar scalar) {
                map.put(entry.name(), scalar.text());
            } else {
                problem.key(entry.name())
                        .error(
                                entry.value().place(),
                                "must be text, not " + entry.value().describe());
            }
        }
        return Map.copyOf(map);
    }
}
