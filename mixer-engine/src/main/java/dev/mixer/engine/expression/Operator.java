package dev.mixer.engine.expression;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The binary operators with the binding strength that Go gives them. */
enum Operator {
    OR("||", 1),
    AND("&&", 2),
    EQUAL("==", 3),
    NOT_EQUAL("!=", 3),
    LESS("<", 3),
    LESS_OR_EQUAL("<=", 3),
    GREATER(">", 3),
    GREATER_OR_EQUAL(">=", 3),
    PLUS("+", 4),
    /** The first value that is present. */
    FIRST("|", 4);

    private static final Map<String, Operator> BY_SYMBOL = new HashMap<>();

    static {
        for (var operator : values()) {
            BY_SYMBOL.put(operator.symbol, operator);
        }
    }

    private final String symbol;
    private final int level;

    Operator(String symbol, int level) {
        this.symbol = symbol;
        this.level = level;
    }

    static @Nullable Operator of(String symbol) {
        return BY_SYMBOL.get(symbol);
    }

    String symbol() {
        return symbol;
    }

    int level() {
        return level;
    }

    /** Whether {@code a op b op c} is one node with three operands, so that long chains stay flat. */
    boolean chains() {
        return level != 3;
    }

    boolean isEquality() {
        return this == EQUAL || this == NOT_EQUAL;
    }
}
