package dev.mixer.engine.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random rules and calls over few names, so that rules often share tests and calls often pass them. */
final class RuleSamples {
    static final List<String> NAMESPACES = List.of("istio-system", "default", "shop");
    static final List<String> ATTRIBUTES = List.of(
            "request.method",
            "request.host",
            "request.path",
            "source.user",
            "request.size",
            "connection.mtls",
            "request.headers",
            "destination.namespace");
    static final List<String> KEYS = List.of("x", "y", "abc");
    private static final List<String> TEXTS = List.of(
            "", "a", "ab", "abc", "abcd", "bcd", "A", "/a", "/a/b", "/a/b/c", "/ab", "a.b", "cab", "none", "abcabc");

    private final Random random;

    RuleSamples(long seed) {
        this.random = new Random(seed);
    }

    List<TestRules.Rule> rules() {
        int style = random.nextInt(3);
        var rules = new ArrayList<TestRules.Rule>();
        for (int i = random.nextInt(40); i >= 0; i--) {
            var match = switch (style) {
                case 0 -> condition(2);
                case 1 -> "request.host == \"a\" && " + condition(1);
                default -> random.nextInt(8) == 0 ? "" : condition(0);
            };
            rules.add(new TestRules.Rule(NAMESPACES.get(random.nextInt(NAMESPACES.size())), match));
        }
        return rules;
    }

    Map<String, Object> call() {
        var values = new HashMap<String, Object>();
        for (var attribute : ATTRIBUTES) {
            if (random.nextInt(5) > 0) {
                values.put(attribute, value(attribute));
            }
        }
        return values;
    }

    Object value(String attribute) {
        return switch (attribute) {
            case "request.size" -> (long) random.nextInt(3);
            case "connection.mtls" -> random.nextBoolean();
            case "destination.namespace" -> NAMESPACES.get(random.nextInt(NAMESPACES.size()));
            case "request.path" -> pick("/", "/a", "/a/b", "/a/b/c", "/ab", "/a/b?x=1", "/abc/abcd");
            case "request.headers" -> {
                var map = new HashMap<String, String>();
                for (var key : KEYS) {
                    if (random.nextBoolean()) {
                        map.put(key, text());
                    }
                }
                yield map;
            }
            default -> text();
        };
    }

    String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    int number(int bound) {
        return random.nextInt(bound);
    }

    private String condition(int depth) {
        return switch (random.nextInt(depth > 0 ? 14 : 9)) {
            case 0, 1, 2 -> subject() + " == " + quoted();
            case 3 -> "match(" + subject() + ", \"" + pick(text() + "*", "*" + text(), text()) + "\")";
            case 4 -> subject() + pick(".startsWith(", ".endsWith(") + quoted() + ")";
            case 5 ->
                "\"" + pick("^abc", "abc.*d", "^/a/b", "(?i)abc", "abc|bcd", "a+bcd", "^abc$", "cab?", "[ab]c")
                        + "\".matches(" + subject() + ")";
            case 6 -> pick("request.size == 1", "request.size < 2", "connection.mtls", "connection.mtls == false");
            case 7 -> subject() + " != " + quoted();
            case 8 -> pick("true", "false", "(connection.mtls | true)");
            case 9, 10, 11 -> "(" + condition(depth - 1) + " && " + condition(depth - 1) + ")";
            default -> "(" + condition(depth - 1) + " || " + condition(depth - 1) + ")";
        };
    }

    private String subject() {
        return pick(
                "request.method",
                "request.host",
                "request.path",
                "source.user",
                "request.headers[\"x\"]",
                "request.headers[\"Y\"]",
                "(request.headers[\"abc\"] | \"none\")",
                "(request.headers[\"x\"] | request.headers[\"y\"] | \"abc\")",
                "(source.user | request.method)",
                "toLower(source.user)",
                "request.headers[source.user]");
    }

    private String quoted() {
        return "\"" + text() + "\"";
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
