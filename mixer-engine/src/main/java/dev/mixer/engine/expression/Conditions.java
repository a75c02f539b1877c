package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import java.net.URI;
import java.util.List;

/** Derives what an index may know of an expression; in doubt nothing. */
final class Conditions {
    private static final Condition OPAQUE = new Condition.Opaque();
    private static final Condition TRUE = new Condition.AllOf(List.of());
    private static final Condition FALSE = new Condition.AnyOf(List.of());

    private final Slots slots;
    private final String text;

    Conditions(Slots slots, String text) {
        this.slots = slots;
        this.text = text;
    }

    Condition of(Typed typed) {
        return switch (typed) {
            case Typed.Literal(var value, var _, var _) -> value.equals(true) ? TRUE : FALSE;
            case Typed.Read _, Typed.Entry _ -> test(typed, Condition.Operator.EQUALS, true);
            case Typed.Comparison comparison -> comparison(comparison);
            case Typed.Apply apply -> {
                var clause = apply.function().clause(apply.arguments(), apply.pattern());
                yield clause == null ? OPAQUE : test(clause.subject(), clause.operator(), clause.constant());
            }
            case Typed.Chain chain ->
                switch (chain.operator()) {
                    case AND ->
                        new Condition.AllOf(
                                chain.operands().stream().map(this::of).toList());
                    case OR ->
                        new Condition.AnyOf(
                                chain.operands().stream().map(this::of).toList());
                    case FIRST -> test(chain, Condition.Operator.EQUALS, true);
                    default -> OPAQUE;
                };
            case Typed.Choice _, Typed.External _ -> OPAQUE;
        };
    }

    private Condition comparison(Typed.Comparison comparison) {
        boolean right = comparison.right() instanceof Typed.Literal;
        var value = right ? comparison.left() : comparison.right();
        var other = right ? comparison.right() : comparison.left();
        if (comparison.operator() != Operator.EQUAL
                || !(other instanceof Typed.Literal(var constant, var type, var _))
                || type == ValueType.DOUBLE) { // NaN and the zeros: Java's equality is not the language's
            return OPAQUE;
        }
        return type == ValueType.URI
                ? test(value, Condition.Operator.EQUALS, UriForm.normalise((URI) constant))
                : test(value, Condition.Operator.EQUALS, constant);
    }

    private Condition test(Typed value, Condition.Operator operator, Object constant) {
        if (!isShareable(value)) {
            return OPAQUE;
        }
        var expression = new CompiledExpression(
                text, value.type(), new Compiler(slots, text).comparable(value), slots, SymbolResolver.NONE);
        return new Condition.Test(new Probe(TypedText.of(value), expression), operator, constant);
    }

    /** Names of the caller's mean something else in each rule, and constants need no probe. */
    private static boolean isShareable(Typed value) {
        return switch (value) {
            case Typed.Read _ -> true;
            case Typed.Literal _, Typed.External _ -> false;
            case Typed.Entry(var map, var key, var _) ->
                isShareable(map) && (key instanceof Typed.Literal || isShareable(key));
            case Typed.Apply apply -> apply.arguments().stream().anyMatch(Conditions::isShareable) && known(apply);
            case Typed.Chain chain ->
                chain.operands().stream().allMatch(each -> each instanceof Typed.Literal || isShareable(each))
                        && chain.operands().stream().anyMatch(Conditions::isShareable);
            case Typed.Choice _, Typed.Comparison _ -> false;
        };
    }

    private static boolean known(Typed.Apply apply) {
        return apply.arguments().stream().allMatch(each -> each instanceof Typed.Literal || isShareable(each));
    }
}
