package dev.mixer.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** What the index finds is what holding every policy against the call finds; the oracle knows no index. */
class PolicyIndexPropertiesTest {
    private static final List<String> NAMESPACES = List.of("istio-system", "default", "shop");
    private static final List<String> METHODS = List.of("GET", "POST", "PUT");
    private static final List<String> PATHS = List.of("/", "/a", "/a/b", "/b", "/b/debug");
    private static final List<String> SOURCES = List.of("web", "ops", "evil");

    private static final Pattern WARNED =
            Pattern.compile("AuthorizationPolicy p([0-9]+)\\.[a-z-]+: spec(?:\\.rules\\[([0-9]+)])?: ");

    private record Drawn(
            String namespace, String action, boolean dryRun, Map<String, String> labels, List<Rule> rules) {}

    /** Empty texts: the field is left out. */
    private record Rule(String method, String notMethod, String path, String source, String notSource) {
        boolean matches(Map<String, Object> call) {
            return is(method, call.get("request.method"), false)
                    && is(notMethod, call.get("request.method"), true)
                    && is(path, call.get("request.path"), false)
                    && is(source, call.get("source.namespace"), false)
                    && is(notSource, call.get("source.namespace"), true);
        }

        private static boolean is(String wanted, @Nullable Object found, boolean not) {
            if (wanted.isEmpty()) {
                return true;
            }
            boolean equal = wanted.endsWith("*")
                    ? found instanceof String text && text.startsWith(wanted.substring(0, wanted.length() - 1))
                    : wanted.startsWith("*")
                            ? found instanceof String text && text.endsWith(wanted.substring(1))
                            : wanted.equals(found);
            return equal != not;
        }

        String yaml() {
            var parts = new ArrayList<String>();
            if (!source.isEmpty() || !notSource.isEmpty()) {
                parts.add("from: [{source: {" + list("namespaces", source, "notNamespaces", notSource) + "}}]");
            }
            if (!method.isEmpty() || !notMethod.isEmpty() || !path.isEmpty()) {
                parts.add(
                        "to: [{operation: {" + list("methods", method, "notMethods", notMethod, "paths", path) + "}}]");
            }
            return "{" + String.join(", ", parts) + "}";
        }

        private static String list(String... namesAndValues) {
            var fields = new ArrayList<String>();
            for (int i = 0; i < namesAndValues.length; i += 2) {
                if (!namesAndValues[i + 1].isEmpty()) {
                    fields.add(namesAndValues[i] + ": [\"" + namesAndValues[i + 1] + "\"]");
                }
            }
            return String.join(", ", fields);
        }
    }

    @Property(tries = 150)
    void theIndexFindsWhatAScanFinds(@ForAll long seed) {
        var random = new Random(seed);
        var drawn = new ArrayList<Drawn>();
        for (int i = random.nextInt(25); i >= 0; i--) {
            drawn.add(draw(random));
        }
        var policies = TestPolicies.valid(yaml(drawn));
        for (int i = 0; i < 40; i++) {
            var call = call(random);
            var namespace = pick(random, NAMESPACES);
            var verdict = policies.call(call, namespace).verdict();
            assertThat(verdict.allowed())
                    .as("seed %s, namespace %s, call %s", seed, namespace, call)
                    .isEqualTo(allowed(drawn, call, namespace, false));
            assertThat(verdict.shadow().isEmpty())
                    .as("seed %s, namespace %s, call %s, on trial", seed, namespace, call)
                    .isEqualTo(allowed(drawn, call, namespace, true) == verdict.allowed());
        }
    }

    @Property(tries = 150)
    void aRuleThatIsWarnedOfMayBeTakenAway(@ForAll long seed) {
        var random = new Random(seed);
        var drawn = new ArrayList<Drawn>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            drawn.add(draw(random));
        }
        for (var line : TestPolicies.valid(yaml(drawn)).problems.lines()) {
            var warned = WARNED.matcher(line);
            if (!warned.find()) {
                assertThat(line).contains("spec.rules: is empty");
                continue;
            }
            var without = without(drawn, Integer.parseInt(warned.group(1)), warned.group(2));
            for (int i = 0; i < 60; i++) {
                var call = call(random);
                var namespace = pick(random, NAMESPACES);
                assertThat(allowed(without, call, namespace, false))
                        .as("seed %s, %s, namespace %s, call %s", seed, line, namespace, call)
                        .isEqualTo(allowed(drawn, call, namespace, false));
            }
        }
    }

    /** The policies without one rule of one of them, or without all of its rules. */
    private static List<Drawn> without(List<Drawn> policies, int number, @Nullable String rule) {
        var policy = policies.get(number);
        var rules = new ArrayList<>(policy.rules());
        if (rule == null) {
            rules.clear();
        } else {
            rules.remove(Integer.parseInt(rule));
        }
        var changed = new ArrayList<>(policies);
        changed.set(
                number,
                new Drawn(policy.namespace(), policy.action(), policy.dryRun(), policy.labels(), List.copyOf(rules)));
        return changed;
    }

    private static boolean allowed(
            List<Drawn> policies, Map<String, Object> call, String namespace, boolean withTrial) {
        boolean governed = false;
        boolean allowed = false;
        for (var policy : policies) {
            if ((!withTrial && policy.dryRun())
                    || !List.of("istio-system", namespace).contains(policy.namespace())) {
                continue;
            }
            boolean known = policy.labels().isEmpty() || call.containsKey("destination.labels");
            boolean mine = !known
                    || policy.labels().isEmpty()
                    || (call.get("destination.labels") instanceof Map<?, ?> labels
                            && labels.entrySet().containsAll(policy.labels().entrySet()));
            if (!mine) {
                continue;
            }
            boolean matches = policy.rules().stream().anyMatch(rule -> rule.matches(call));
            if (policy.action().equals("DENY") && matches) {
                return false;
            }
            if (policy.action().equals("ALLOW")) {
                governed = true;
                allowed |= known && matches;
            }
        }
        return !governed || allowed;
    }

    private static Drawn draw(Random random) {
        var labels = new HashMap<String, String>();
        if (random.nextInt(3) == 0) {
            labels.put("app", pick(random, List.of("a", "b")));
        }
        var rules = new ArrayList<Rule>();
        for (int i = random.nextInt(3); i > 0; i--) {
            rules.add(new Rule(
                    some(random, METHODS),
                    random.nextInt(4) == 0 ? pick(random, METHODS) : "",
                    some(random, List.of("/a", "/a*", "/b*", "*debug", "*")).replaceFirst("^\\*$", ""),
                    some(random, SOURCES),
                    random.nextInt(4) == 0 ? pick(random, SOURCES) : ""));
        }
        return new Drawn(
                pick(random, NAMESPACES),
                random.nextBoolean() ? "ALLOW" : "DENY",
                random.nextInt(4) == 0,
                labels,
                rules);
    }

    private static Map<String, Object> call(Random random) {
        var call = new HashMap<String, Object>();
        put(random, call, "request.method", METHODS);
        put(random, call, "request.path", PATHS);
        put(random, call, "source.namespace", SOURCES);
        if (random.nextInt(5) > 0) {
            call.put("destination.labels", Map.of("app", pick(random, List.of("a", "b", "c")), "x", "y"));
        }
        return call;
    }

    private static void put(Random random, Map<String, Object> call, String name, List<String> values) {
        if (random.nextInt(6) > 0) {
            call.put(name, pick(random, values));
        }
    }

    private static String some(Random random, List<String> values) {
        return random.nextInt(3) > 0 ? pick(random, values) : "";
    }

    private static String pick(Random random, List<String> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static String yaml(List<Drawn> policies) {
        var text = new StringBuilder();
        for (int i = 0; i < policies.size(); i++) {
            var policy = policies.get(i);
            var selector = policy.labels().isEmpty()
                    ? ""
                    : "selector: {matchLabels: {app: " + policy.labels().get("app") + "}}, ";
            text.append("""
                    ---
                    apiVersion: security.istio.io/v1
                    kind: AuthorizationPolicy
                    metadata: {name: p%d, namespace: %s, annotations: {istio.io/dry-run: "%s"}}
                    spec: {%saction: %s, rules: [%s]}
                    """.formatted(
                    i,
                    policy.namespace(),
                    policy.dryRun(),
                    selector,
                    policy.action(),
                    String.join(", ", policy.rules().stream().map(Rule::yaml).toList())));
        }
        return text.toString();
    }
}
