package dev.mixer.engine.expression;

import java.util.List;

/** Writes expressions in their canonical form: one blank around operators, parentheses only where they count. */
final class NodeText {
    private static final int POSTFIX = 5;

    private NodeText() {}

    static String of(Node node) {
        var out = new StringBuilder();
        write(node, 0, out);
        return out.toString();
    }

    /** @param lowest the weakest binding that needs no parentheses here */
    private static void write(Node node, int lowest, StringBuilder out) {
        boolean parentheses = level(node) < lowest;
        if (parentheses) {
            out.append('(');
        }
        switch (node) {
            case Node.Constant(var value, var _, var _) -> out.append(literal(value));
            case Node.Name(var name, var _) -> out.append(name);
            case Node.Index(var map, var key, var _) -> {
                write(map, POSTFIX, out);
                out.append('[');
                write(key, 0, out);
                out.append(']');
            }
            case Node.Call call -> writeCall(call, out);
            case Node.Comparison(var operator, var left, var right, var _) -> {
                write(left, operator.level(), out);
                out.append(' ').append(operator.symbol()).append(' ');
                write(right, operator.level() + 1, out);
            }
            case Node.Chain(var operator, var operands, var _) -> {
                write(operands.getFirst(), operator.level(), out);
                for (var operand : operands.subList(1, operands.size())) {
                    out.append(' ').append(operator.symbol()).append(' ');
                    write(operand, operator.level() + 1, out);
                }
            }
        }
        if (parentheses) {
            out.append(')');
        }
    }

    private static void writeCall(Node.Call call, StringBuilder out) {
        List<Node> arguments = call.arguments();
        if (call.method()) {
            var target = arguments.getFirst();
            boolean number = target instanceof Node.Constant(var value, var _, var _) && value instanceof Number;
            write(target, number ? POSTFIX + 2 : POSTFIX, out);
            out.append('.');
            arguments = arguments.subList(1, arguments.size());
        }
        out.append(call.name()).append('(');
        for (int i = 0; i < arguments.size(); i++) {
            if (i > 0) {
                out.append(", ");
            }
            write(arguments.get(i), 0, out);
        }
        out.append(')');
    }

    private static int level(Node node) {
        return switch (node) {
            case Node.Comparison comparison -> comparison.operator().level();
            case Node.Chain chain -> chain.operator().level();
            case Node.Constant _, Node.Name _, Node.Index _, Node.Call _ -> POSTFIX + 1;
        };
    }

    private static String literal(Object value) {
        return value instanceof String text ? GoLiterals.quote(text) : value.toString();
    }
}
