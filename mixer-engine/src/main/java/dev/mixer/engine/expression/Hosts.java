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
            when operator == Operator.FIRST && operands.stream().allMatch(Hosts::isKnown) ->
                new Typed.Chain(
                        operator, operands.stream().map(Hosts::canonical).toList(), type, offset);
            case Typed.Read _,
                    Typed.External _,
                    Typed.Entry _,
                    Typed.Apply _,
                    Typed.Choice _,
                    Typed.Comparison _,
                    Typed.Chain _ -> new Typed.Apply(CANONICAL, List.of(typed), null, ValueType.STRING, typed.offset());
        };
    }

    /** Whether the form of a host needs no work in a call. */
    private static boolean isKnown(Typed typed) {
        return switch (typed) {
            case Typed.Literal _ -> true;
            case Typed.Read read -> isHost(read);
            case Typed.Chain(var operator, var operands, var _, var _) ->
                operator == Operator.FIRST && operands.stream().allMatch(Hosts::isKnown);
            case Typed.External _, Typed.Entry _, Typed.Apply _, Typed.Choice _, Typed.Comparison _ -> false;
        };
    }

    /** A text function on the host; the constant that it is compared with follows. */
    static Typed.Apply canonical(
            Function function, List<Typed> arguments, @Nullable Object pattern, ValueType type, int offset) {
        var changed = new ArrayList<Typed>(arguments);
        changed.set(0, canonical(arguments.getFirst()));
        var clause = function.clause(arguments, pattern);
        var prepared = pattern;
        if (clause != null && arguments.get(1) instanceof Typed.Literal(var text, var literalType, int at)) {
            boolean prefix = clause.operator() == Condition.Operator.PREFIX;
            var form = prefix ? ((String) text).toLowerCase(Locale.ROOT) : suffix((String) text);
            changed.set(1, new Typed.Literal(form, literalType, at));
            prepared = pattern == null ? null : form;
        }
        return new Typed.Apply(function, List.copyOf(changed), prepared, type, offset);
    }

    /** Only the end of a host has a dot or a port that is cut off. */
    private static String suffix(String text) {
        return text.startsWith("*") ? "*" + CanonicalHost.of(text.substring(1)) : CanonicalHost.of(text);
    }
}
