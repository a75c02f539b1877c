package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.CanonicalHost;
import dev.mixer.engine.attribute.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Contract C2: whatever is compared with {@code request.host} is brought to the form that the attribute is read in,
 * constants when configuration loads, other values when they are compared.
 */
final class Hosts {
    private static final Function CANONICAL = new PlainFunction(
            new FunctionDeclaration(
                    "canonicalHost",
                    false,
                    List.of(FunctionDeclaration.Parameter.of("s", ValueType.STRING)),
                    Optional.of(ValueType.STRING),
                    "s in the form in which hosts are compared",
                    "canonicalHost(request.host)"),
            value -> CanonicalHost.of((String) value));

    private Hosts() {}

    /** Whether the value is the host of the request, maybe with a default. */
    static boolean isHost(Typed typed) {
        return switch (typed) {
            case Typed.Read(var attribute, var _) -> attribute.name().equals("request.host");
            case Typed.Chain(var operator, var operands, var _, var _) ->
                operator == Operator.FIRST && operands.stream().anyMatch(Hosts::isHost);
            case Typed.Choice choice -> isHost(choice.whenTrue()) || isHost(choice.otherwise());
            case Typed.Literal _, Typed.External _, Typed.Entry _, Typed.Apply _, Typed.Comparison _ -> false;
        };
    }

    /** The same value in the form of a host. */
    static Typed canonical(Typed typed) {
        return switch (typed) {
            case Typed.Literal(var value, var type, int offset) ->
                new Typed.Literal(CanonicalHost.of((String) value), type, offset);
            case Typed.Read read when isHost(read) -> read;
            case Typed.Chain(var operator, var operands, var type, int offset)
            when operator == Operator.FIRST ->
                new Typed.Chain(
                        operator, operands.stream().map(Hosts::canonicalOperand).toList(), type, offset);
            case Typed.Choice(var function, var condition, var whenTrue, var otherwise, var type, int offset)
            when isHost(typed) ->
                new Typed.Choice(
                        function, condition, canonicalOperand(whenTrue), canonicalOperand(otherwise), type, offset);
            case Typed.Read _,
                    Typed.External _,
                    Typed.Entry _,
                    Typed.Apply _,
                    Typed.Choice _,
                    Typed.Comparison _,
                    Typed.Chain _ -> new Typed.Apply(CANONICAL, List.of(typed), null, ValueType.STRING, typed.offset());
        };
    }

    /** Only constants: another operand must stay what it is, because {@code |} may find it absent. */
    private static Typed canonicalOperand(Typed operand) {
        return operand instanceof Typed.Literal || isHost(operand) ? canonical(operand) : operand;
    }

    /** A text function on the host; the constants that it is compared with follow. */
    static Typed.Apply canonical(
            Function function, List<Typed> arguments, @Nullable Object pattern, ValueType type, int offset) {
        var changed = new ArrayList<Typed>(arguments);
        changed.set(0, canonical(arguments.getFirst()));
        if (arguments.get(1) instanceof Typed.Literal(var text, var literalType, int at)) {
            changed.set(1, new Typed.Literal(part((String) text), literalType, at));
        }
        var prepared = pattern instanceof String text ? part(text) : pattern;
        return new Typed.Apply(function, List.copyOf(changed), prepared, type, offset);
    }

    /** Only the end of a host carries a dot or a port that is cut off; a prefix must keep the dot that it ends in. */
    private static String part(String text) {
        boolean whole = !text.endsWith("*") && text.indexOf('.') > 0;
        return whole || text.startsWith("*.") || text.startsWith(".")
                ? text.endsWith("*") || text.endsWith(".") ? text.toLowerCase(Locale.ROOT) : CanonicalHost.of(text)
                : text.toLowerCase(Locale.ROOT);
    }
}
