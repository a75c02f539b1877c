package dev.mixer.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.MapBag;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.attribute.Vocabulary;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

class ExpressionPropertiesTest {
    @Property(tries = 2000)
    void whatIsRenderedParsesToTheSame(@ForAll long seed) throws ExpressionException {
        var tree = new Samples(seed).tree(4);
        assertThat(shape(Expression.parse(NodeText.of(tree)).root())).isEqualTo(shape(tree));
    }

    @Property(tries = 2000)
    void anyTextParsesOrIsRefusedWithAPlace(@ForAll @StringLength(max = 60) String text) {
        parses(text);
    }

    @Property(tries = 2000)
    void brokenExpressionsAreRefusedWithAPlace(@ForAll long seed) {
        var samples = new Samples(seed);
        var text = new StringBuilder(samples.condition(3));
        for (int i = 0; i < 3; i++) {
            text.insert(samples.number(text.length() + 1), "\"'`()[].,|&=!<+-\\0x".charAt(samples.number(19)));
        }
        parses(text.toString());
    }

    /** Contract C13. */
    @Property(tries = 3000)
    void onlyWhatIsReferencedCanChangeTheAnswer(@ForAll long seed) throws ExpressionException {
        var samples = new Samples(seed);
        var slots = new Slots(Vocabulary.standard());
        var expression = Expression.compile(samples.condition(3), slots, ValueType.BOOL);
        var call = samples.call();
        var reader = new AttributeReader(slots, MapBag.of(call));
        var verdict = expression.test(reader);
        var referenced = reader.referenced().matches().stream()
                .map(match -> match.reference().toString())
                .collect(Collectors.toSet());
        for (int i = 0; i < 5; i++) {
            var changed = change(samples, call, referenced);
            assertThat(expression.test(new AttributeReader(slots, MapBag.of(changed))))
                    .as("%s on %s, changed to %s, referenced %s", expression, call, changed, referenced)
                    .isEqualTo(verdict);
        }
    }

    /** The call with other values for what is not referenced; of a header map only the entries that are not. */
    private static Map<String, Object> change(
            Samples samples, Map<String, Object> call, java.util.Set<String> referenced) {
        var changed = new HashMap<String, Object>(call);
        for (var attribute : Samples.ATTRIBUTES) {
            if (attribute.equals("request.headers") || referenced.contains(attribute)) {
                continue;
            }
            if (samples.number(3) == 0) {
                changed.remove(attribute);
            } else {
                changed.put(attribute, samples.value(attribute));
            }
        }
        if (call.get("request.headers") instanceof Map<?, ?> headers) {
            var entries = new HashMap<Object, Object>(headers);
            for (var key : new String[] {"x", "a", "ab", "b", ""}) {
                if (!referenced.contains("request.headers[" + key + "]")) {
                    entries.put(key, samples.anyText());
                }
            }
            changed.put("request.headers", entries);
        }
        return changed;
    }

    private static void parses(String text) {
        try {
            var expression = Expression.parse(text);
            assertThat(Expression.parse(expression.toString()).toString()).isEqualTo(expression.toString());
            expression.check(Vocabulary.standard(), null, SymbolResolver.NONE);
        } catch (ExpressionException e) {
            assertThat(e.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.offset()).isBetween(0, text.length());
                assertThat(problem.message()).isNotBlank();
            });
        }
    }

    /** The tree without its places. */
    private static String shape(Node node) {
        return switch (node) {
            case Node.Constant constant -> constant.type() + ":" + constant.value();
            case Node.Name name -> name.name();
            case Node.Index index -> "[" + shape(index.map()) + " " + shape(index.key()) + "]";
            case Node.Call call ->
                call.name()
                        + call.method()
                        + call.arguments().stream()
                                .map(ExpressionPropertiesTest::shape)
                                .toList();
            case Node.Comparison comparison ->
                "(" + shape(comparison.left()) + comparison.operator() + shape(comparison.right()) + ")";
            case Node.Chain chain ->
                chain.operator()
                        + chain.operands().stream()
                                .map(ExpressionPropertiesTest::shape)
                                .toList()
                                .toString();
        };
    }
}
