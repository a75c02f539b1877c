package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.MapBag;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.expression.CheckedExpression;
import dev.mixer.engine.expression.Condition;
import dev.mixer.engine.expression.Expression;
import dev.mixer.engine.expression.ExpressionException;
import dev.mixer.engine.expression.SymbolResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rules without actions, made of matches alone. */
final class TestRules {
    static final String ROOT = "istio-system";

    /** A rule's namespace and match; an empty match applies to every call. */
    record Rule(String namespace, String match) {}

    final Slots slots = new Slots(Vocabulary.standard());
    final RuleSet set;
    final CallNamespace namespace = new CallNamespace(slots, "default");

    TestRules(List<Rule> rules) {
        var indexed = new ArrayList<RuleSet.Indexed>();
        for (var rule : rules) {
            indexed.add(indexed("rule" + indexed.size(), rule));
        }
        this.set = new RuleSet(indexed, ROOT);
    }

    /** Rules of one namespace. */
    static TestRules of(List<String> matches) {
        return new TestRules(
                matches.stream().map(match -> new Rule("default", match)).toList());
    }

    AttributeReader reader(Map<String, Object> call) {
        return new AttributeReader(slots, MapBag.of(call));
    }

    /** What is decided by: the names of the rules that apply. */
    List<String> decision(AttributeReader reader) {
        return names(set.matching(reader, namespace.of(reader).namespace()));
    }

    static List<String> names(List<CompiledRule> rules) {
        return rules.stream().map(CompiledRule::name).toList();
    }

    static CheckedExpression checked(String match) {
        try {
            return Expression.parse(match).check(Vocabulary.standard(), ValueType.BOOL, SymbolResolver.NONE);
        } catch (ExpressionException e) {
            throw new AssertionError(match + ": " + e.problems(), e);
        }
    }

    private RuleSet.Indexed indexed(String name, Rule rule) {
        var checked = rule.match().isEmpty() ? null : checked(rule.match());
        return new RuleSet.Indexed(
                new CompiledRule(
                        name,
                        rule.namespace(),
                        "",
                        checked == null ? null : checked.compile(slots),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        0,
                        null,
                        null),
                checked == null ? new Condition.Opaque() : checked.condition(slots));
    }
}
