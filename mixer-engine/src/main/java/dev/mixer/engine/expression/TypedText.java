package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.ValueType;
import java.util.List;

/**
 * Writes a checked expression as text that is the same for parts that mean the same: the key under which probes are
 * shared, and what messages call a clause.
 */
final class TypedText {
    private TypedText() {}

    static String of(Typed typed) {
        return NodeText.of(node(typed));
    }

    private static Node node(Typed typed) {
        return switch (typed) {
            case Typed.Literal(var value, var type, var _) -> literal(value, type);
            case Typed.Read(var attribute, var _) -> new Node.Name(attribute.name(), 0);
            case Typed.External(var name, var _, var _) -> new Node.Name(name, 0);
            case Typed.Entry(var map, var key, var _) -> new Node.Index(node(map), node(key), 0);
            case Typed.Apply apply -> call(apply.function(), apply.arguments());
            case Typed.Choice choice ->
                call(choice.function(), List.of(choice.condition(), choice.whenTrue(), choice.otherwise()));
            case Typed.Comparison(var operator, var left, var right, var _) ->
                new Node.Comparison(operator, node(left), node(right), 0);
            case Typed.Chain(var operator, var operands, var _, var _) ->
                new Node.Chain(operator, operands.stream().map(TypedText::node).toList(), 0);
        };
    }

    private static Node call(Function function, List<Typed> arguments) {
        var declaration = function.declaration();
        return new Node.Call(
                declaration.name(),
                declaration.method(),
                arguments.stream().map(TypedText::node).toList(),
                0,
                0);
    }

    /** Folded constants of types without literals are written as the call that makes them. */
    private static Node literal(Object value, ValueType type) {
        var function = switch (type) {
            case STRING, INT64, DOUBLE, BOOL -> null;
            case DURATION -> "";
            case TIMESTAMP -> "timestamp";
            case IP_ADDRESS -> "ip";
            case EMAIL_ADDRESS -> "email";
            case URI -> "uri";
            case DNS_NAME -> "dnsName";
            case STRING_MAP -> "emptyStringMap";
        };
        if (function == null) {
            return new Node.Constant(value, type, 0);
        }
        var text = new Node.Constant(ValueText.of(type, value), ValueType.STRING, 0);
        if (function.isEmpty()) {
            return text;
        }
        return new Node.Call(function, false, type == ValueType.STRING_MAP ? List.of() : List.of(text), 0, 0);
    }
}
