package dev.mixer.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RuleSetPropertiesTest {
    @Property(tries = 2000)
    void theIndexFindsWhatAScanFinds(@ForAll long seed) {
        var samples = new RuleSamples(seed);
        var rules = samples.rules();
        var tested = new TestRules(rules);
        for (int i = 0; i < 10; i++) {
            var call = samples.call();
            for (var namespace : RuleSamples.NAMESPACES) {
                assertThat(TestRules.names(tested.set.matching(tested.reader(call), namespace)))
                        .as("%s in %s for %s", rules, namespace, call)
                        .isEqualTo(TestRules.names(tested.set.scan(tested.reader(call), namespace)));
            }
        }
    }

    /** Contract C13. */
    @Property(tries = 2000)
    void onlyWhatIsReferencedCanChangeTheDecision(@ForAll long seed) {
        var samples = new RuleSamples(seed);
        var rules = samples.rules();
        var tested = new TestRules(rules);
        var call = samples.call();
        var reader = tested.reader(call);
        var decision = tested.decision(reader);
        var referenced = reader.referenced().matches().stream()
                .map(match -> match.reference().toString())
                .collect(Collectors.toSet());
        for (int i = 0; i < 10; i++) {
            var changed = change(samples, call, referenced);
            assertThat(tested.decision(tested.reader(changed)))
                    .as("%s on %s, changed to %s, referenced %s", rules, call, changed, referenced)
                    .isEqualTo(decision);
        }
    }

    private static Map<String, Object> change(RuleSamples samples, Map<String, Object> call, Set<String> referenced) {
        var changed = new HashMap<>(call);
        for (var attribute : RuleSamples.ATTRIBUTES) {
            if (attribute.equals("request.headers") || referenced.contains(attribute)) {
                continue;
            }
            if (samples.number(3) == 0) {
                changed.remove(attribute);
            } else {
                changed.put(attribute, samples.value(attribute));
            }
        }
        changeHeaders(samples, changed, referenced);
        return changed;
    }

    private static void changeHeaders(RuleSamples samples, Map<String, Object> changed, Set<String> referenced) {
        if (!(changed.get("request.headers") instanceof Map<?, ?> headers)) {
            return;
        }
        var entries = new HashMap<Object, Object>(headers);
        for (var key : new String[] {"x", "y", "abc", "a", "none", "other"}) {
            if (!referenced.contains("request.headers[" + key + "]")) {
                if (samples.number(3) == 0) {
                    entries.remove(key);
                } else {
                    entries.put(key, samples.text());
                }
            }
        }
        changed.put("request.headers", entries);
    }
}
