package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.EvaluationFault;
import dev.mixer.engine.attribute.MapBag;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.attribute.Vocabulary;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns checked expressions into closures. Faults are made here, so that a call only points at them. */
final class Compiler {
    private final @Nullable Slots slots;
    private final String text;

    /**
     * A compiler of one expression.
     *
     * @param slots numbers what is read; absent where nothing is
     * @param text what offsets count in; empty: faults name no place
     */
    Compiler(@Nullable Slots slots, String text) {
        this.slots = slots;
        this.text = text;
    }

    static AttributeReader readerOfNothing() {
        return new AttributeReader(new Slots(Vocabulary.standard()), MapBag.EMPTY);
    }

    /** A value that must be there. */
    Value strict(Typed typed) {
        return switch (typed) {
            case Typed.Literal(var value, var _, var _) -> _ -> value;
            case Typed.Read(var attribute, int offset) -> {
                int slot = slots().slot(attribute);
                var absent = absent(attribute.name(), offset);
                yield reader -> {
                    var value = reader.read(slot);
                    return value != null ? value : fail(reader, slot, absent);
                };
            }
            case Typed.External(var name, var symbol, int offset) -> {
                var source = symbol.source();
                var absent = absent(name, offset);
                yield reader -> {
                    var value = source.value(reader);
                    return value != null ? value : reader.fail(absent);
                };
            }
            case Typed.Entry entry -> new Entries(this).strict(entry);
            case Typed.Apply apply -> call(apply);
            case Typed.Choice choice -> choice(choice, false);
            case Typed.Comparison comparison -> Comparisons.of(comparison, this);
            case Typed.Chain chain ->
                switch (chain.operator()) {
                    case AND -> and(chain.operands());
                    case OR -> or(chain.operands());
                    case PLUS ->
                        Sums.of(
                                chain.type(),
                                chain.operands().stream().map(this::strict).toList());
                    case FIRST -> first(chain.operands(), false);
                    case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                        throw new IllegalStateException("comparisons do not chain");
                };
        };
    }

    /** A value on the left of {@code |}: null without a fault where it is absent and may be. */
    Value optional(Typed typed) {
        return switch (typed) {
            case Typed.Read(var attribute, var _) -> {
                int slot = slots().slot(attribute);
                yield reader -> {
                    var value = reader.read(slot);
                    return value != null || !reader.isUnusable(slot) ? value : unusable(reader, slot);
                };
            }
            case Typed.External(var _, var symbol, var _) -> symbol.source()::value;
            case Typed.Entry entry -> new Entries(this).optional(entry);
            case Typed.Choice choice -> choice(choice, true);
            case Typed.Chain chain when chain.operator() == Operator.FIRST -> first(chain.operands(), true);
            case Typed.Literal _, Typed.Apply _, Typed.Comparison _, Typed.Chain _ -> strict(typed);
        };
    }

    Test test(Typed typed) {
        return Test.from(strict(typed));
    }

    /** A value in the form in which the language compares it: URIs are normalised, all others are what they are. */
    Value comparable(Typed typed) {
        if (typed.type() != ValueType.URI) {
            return strict(typed);
        }
        if (typed instanceof Typed.Literal(var value, var _, var _)) {
            var normal = UriForm.normalise((URI) value);
            return _ -> normal;
        }
        var value = strict(typed);
        return reader -> value.of(reader) instanceof URI uri ? UriForm.normalise(uri) : null;
    }

    Value call(Typed.Apply apply) {
        var arguments = apply.arguments();
        var subject = arguments.isEmpty()
                ? apply.function().declaration().name()
                : arguments.getFirst() instanceof Typed.Literal
                        ? TypedText.of(arguments.getFirst())
                        : "the value of " + TypedText.of(arguments.getFirst());
        return apply.function()
                .bind(new Function.Arguments(
                        arguments.stream().map(this::strict).toList(),
                        apply.pattern(),
                        subject,
                        place(apply.offset())));
    }

    Slots slots() {
        return Objects.requireNonNull(slots, "constants read no attributes");
    }

    EvaluationFault absent(String name, int offset) {
        return new EvaluationFault(name + " is absent" + place(offset));
    }

    static @Nullable Object fail(AttributeReader reader, int slot, EvaluationFault absent) {
        return reader.isUnusable(slot) ? unusable(reader, slot) : reader.fail(absent);
    }

    /** What a message holds but must not be relied on is no absence: a default in its place would hide the refusal. */
    static @Nullable Object unusable(AttributeReader reader, int slot) {
        var refusal = reader.refusal();
        var name = reader.slots().reference(slot).toString();
        return reader.fail(
                new EvaluationFault(name + " cannot be used" + (refusal == null ? "" : ": " + refusal.reason())));
    }

    private String place(int offset) {
        if (text.isEmpty()) {
            return "";
        }
        var problem = ExpressionProblem.at(text, offset, "");
        return " at " + problem.line() + ":" + problem.column();
    }

    private Value choice(Typed.Choice choice, boolean optional) {
        var condition = test(choice.condition());
        var whenTrue = optional ? optional(choice.whenTrue()) : strict(choice.whenTrue());
        var otherwise = optional ? optional(choice.otherwise()) : strict(choice.otherwise());
        return reader -> switch (condition.test(reader)) {
            case TRUE -> whenTrue.of(reader);
            case FALSE -> otherwise.of(reader);
            case FAULT -> null;
        };
    }

    private Value first(List<Typed> operands, boolean optional) {
        var values = new Value[operands.size()];
        for (int i = 0; i < values.length; i++) {
            boolean last = i == values.length - 1;
            values[i] = last && !optional ? strict(operands.get(i)) : optional(operands.get(i));
        }
        return reader -> {
            for (var value : values) {
                var found = value.of(reader);
                if (found != null) {
                    return found;
                }
                if (reader.fault() != null) {
                    return null;
                }
            }
            return null;
        };
    }

    private Test and(List<Typed> operands) {
        var tests = operands.stream().map(this::test).toArray(Test[]::new);
        return reader -> {
            for (var test : tests) {
                var verdict = test.test(reader);
                if (verdict != Verdict.TRUE) {
                    return verdict;
                }
            }
            return Verdict.TRUE;
        };
    }

    private Test or(List<Typed> operands) {
        var tests = operands.stream().map(this::test).toArray(Test[]::new);
        return reader -> {
            for (var test : tests) {
                var verdict = test.test(reader);
                if (verdict != Verdict.FALSE) {
                    return verdict;
                }
            }
            return Verdict.FALSE;
        };
    }
}
