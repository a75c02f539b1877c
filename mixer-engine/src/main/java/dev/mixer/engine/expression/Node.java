package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.ValueType;
import java.util.List;

/** An expression as it was written, not yet typed. The offset of each node is where its text begins. */
sealed interface Node {
    int offset();

    /** A literal: a {@code String}, {@code Long}, {@code Double} or {@code Boolean}. */
    record Constant(Object value, ValueType type, int offset) implements Node {}

    /** A dotted name: an attribute, or something that the caller's symbols know. */
    record Name(String name, int offset) implements Node {}

    /** {@code map[key]}. */
    record Index(Node map, Node key, int offset) implements Node {}

    /**
     * {@code name(arguments)}, or as a method {@code target.name(arguments)}.
     *
     * @param arguments the target of a method comes first
     * @param nameOffset where the function's name stands
     */
    record Call(String name, boolean method, List<Node> arguments, int offset, int nameOffset) implements Node {}

    /** Two values compared. */
    record Comparison(Operator operator, Node left, Node right, int offset) implements Node {}

    /** Operands between equal operators: {@code a && b && c}; at least two. */
    record Chain(Operator operator, List<Node> operands, int offset) implements Node {}
}
