package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random expressions and calls over a few attributes, small enough that they often meet. */
final class Samples {
    static final List<String> ATTRIBUTES =
            List.of("request.method", "request.host", "request.size", "connection.mtls", "request.headers");
    private static final List<String> TEXTS = List.of("", "a", "ab", "b", "A", "a.b");

    private final Random random;

    Samples(long seed) {
        this.random = new Random(seed);
    }

    /** A well-typed expression of type BOOL. */
    String condition(int depth) {
        return switch (random.nextInt(depth > 0 ? 13 : 9)) {
            case 0 -> text(depth) + " == " + quoted();
            case 1 -> quoted() + " == " + text(depth);
            case 2 -> text(depth) + " != " + quoted();
            case 3 -> "match(" + text(depth) + ", " + pick("\"a*\"", "\"*b\"", "\"ab\"", "\"*\"", "\"A*\"") + ")";
            case 4 -> text(depth) + pick(".startsWith(", ".endsWith(") + quoted() + ")";
            case 5 ->
                pick("\"^a\"", "\"a+b\"", "\"(?i)A\"", "\"a|b\"", "\"^a?b\"", "\"[ab]$\"") + ".matches(" + text(depth)
                        + ")";
            case 6 -> "request.size " + pick("==", "<", ">=", "!=") + " " + random.nextInt(3);
            case 7 -> pick("connection.mtls", "(connection.mtls | false)", "true", "false");
            case 8 -> "connection.mtls == " + pick("true", "false");
            case 9, 10 -> "(" + condition(depth - 1) + " && " + condition(depth - 1) + ")";
            case 11 -> "(" + condition(depth - 1) + " || " + condition(depth - 1) + ")";
            default -> "(" + condition(depth - 1) + ") == " + pick("true", "false");
        };
    }

    /** Values for some of {@link #ATTRIBUTES}. */
    Map<String, Object> call() {
        var values = new HashMap<String, Object>();
        for (var attribute : ATTRIBUTES) {
            if (random.nextInt(4) > 0) {
                values.put(attribute, value(attribute));
            }
        }
        return values;
    }

    /** Another value, maybe the same. */
    Object value(String attribute) {
        return switch (attribute) {
            case "request.size" -> (long) random.nextInt(3);
            case "connection.mtls" -> random.nextBoolean();
            case "request.headers" -> {
                var map = new HashMap<String, String>();
                for (var key : List.of("x", "a", "ab")) {
                    if (random.nextBoolean()) {
                        map.put(key, anyText());
                    }
                }
                yield map;
            }
            default -> anyText();
        };
    }

    String anyText() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    int number(int bound) {
        return random.nextInt(bound);
    }

    /** A tree of any form, well-typed or not. */
    Node tree(int depth) {
        var all = Operator.values();
        return switch (random.nextInt(depth > 0 ? 8 : 4)) {
            case 0 -> new Node.Constant(anyText() + pick("\"", "\\", "\n", "é", ""), ValueType.STRING, 0);
            case 1 -> new Node.Constant(random.nextLong(), ValueType.INT64, 0);
            case 2 -> new Node.Constant(random.nextDouble() - 0.5, ValueType.DOUBLE, 0);
            case 3 -> new Node.Name(ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size())), 0);
            case 4 -> new Node.Index(tree(depth - 1), tree(depth - 1), 0);
            case 5 -> new Node.Call("f", random.nextBoolean(), List.of(tree(depth - 1), tree(depth - 1)), 0, 0);
            default -> {
                var operator = all[random.nextInt(all.length)];
                var left = tree(depth - 1);
                if (!operator.chains()) {
                    yield new Node.Comparison(operator, left, tree(depth - 1), 0);
                }
                var operands = new ArrayList<Node>();
                // The parser never nests a chain at the head of one with the same operator.
                operands.add(
                        left instanceof Node.Chain chain && chain.operator() == operator
                                ? chain.operands().getFirst()
                                : left);
                operands.add(tree(depth - 1));
                yield new Node.Chain(operator, List.copyOf(operands), 0);
            }
        };
    }

    private String text(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 4)) {
            case 0 -> "request.method";
            case 1 -> "request.host";
            case 2 -> "request.headers[\"x\"]";
            case 3 -> "(request.headers[\"X\"] | \"a\")";
            case 4 -> "toLower(" + text(depth - 1) + ")";
            case 5 -> "(request.host | request.method | \"A\")";
            case 6 -> "request.headers[" + text(depth - 1) + "]";
            default -> "(request.headers | emptyStringMap())[\"x\"]";
        };
    }

    private String quoted() {
        return "\"" + anyText() + "\"";
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
