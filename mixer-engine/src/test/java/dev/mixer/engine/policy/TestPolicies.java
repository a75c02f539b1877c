package dev.mixer.engine.policy;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.MapBag;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.config.KnownKinds;
import dev.mixer.engine.config.Namespaces;
import dev.mixer.engine.config.ResourceReader;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.source.ConfigFile;
import dev.mixer.engine.config.source.ConfigFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Policies of one text, compiled for calls. */
final class TestPolicies {
    final Problems problems = new Problems();
    final PolicySet set;
    private final Slots slots = new Slots(Vocabulary.standard());

    TestPolicies(String documents, String... trustDomains) {
        var resources = new ResourceReader(
                        new KnownKinds(Set.of(), Set.of()), new Namespaces("istio-system", "default"))
                .read(ConfigFiles.of(ConfigFile.of("p.yaml", documents)), problems);
        set = new PolicyCompiler(
                        slots,
                        "istio-system",
                        List.of(trustDomains),
                        false,
                        (reference, namespace, _) -> Optional.of(reference.text() + "." + namespace),
                        problems)
                .compile(resources.policies(), resources.workloads());
    }

    /** Policies that must be valid. */
    static TestPolicies valid(String documents, String... trustDomains) {
        var policies = new TestPolicies(documents, trustDomains);
        if (policies.problems.hasErrors()) {
            throw new AssertionError(String.join("\n", policies.problems.lines()));
        }
        return policies;
    }

    /** A policy of the namespace default; {@code spec} in flow style. */
    static String policy(String name, String spec) {
        return """
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: %s}
                spec: {%s}
                """.formatted(name, spec);
    }

    PolicySet.Evaluation call(Map<String, Object> attributes) {
        return call(attributes, "default");
    }

    PolicySet.Evaluation call(Map<String, Object> attributes, String namespace) {
        return set.evaluate(new AttributeReader(slots, MapBag.of(attributes)), namespace);
    }

    boolean allows(Map<String, Object> attributes) {
        return call(attributes).verdict().allowed();
    }
}
