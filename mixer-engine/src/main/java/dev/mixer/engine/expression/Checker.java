package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.HeaderNames;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.spelling.DidYouMean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resolves names and checks types; goes on after a fault, so that one run finds all. */
final class Checker {
    private static final Set<ValueType> ORDERED =
            EnumSet.of(ValueType.STRING, ValueType.INT64, ValueType.DOUBLE, ValueType.TIMESTAMP, ValueType.DURATION);
    private static final Set<ValueType> ADDED = EnumSet.of(ValueType.STRING, ValueType.INT64, ValueType.DOUBLE);

    private final String text;
    private final Vocabulary vocabulary;
    private final SymbolResolver symbols;
    private final List<ExpressionProblem> problems = new ArrayList<>();

    Checker(String text, Vocabulary vocabulary, SymbolResolver symbols) {
        this.text = text;
        this.vocabulary = vocabulary;
        this.symbols = symbols;
    }

    /**
     * The typed expression.
     *
     * @param expected the type that it must have; absent: any
     */
    Typed run(Node node, @Nullable ValueType expected) throws ExpressionException {
        var typed = check(node, expected);
        if (typed == null || !problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(ExpressionProblem::offset));
            throw new ExpressionException(problems);
        }
        return typed;
    }

    /** The typed node, or null after a fault. */
    private @Nullable Typed check(Node node, @Nullable ValueType expected) {
        Typed typed = switch (node) {
            case Node.Constant constant -> literal(constant, expected);
            case Node.Name name -> name(name);
            case Node.Index index -> entry(index);
            case Node.Call call -> call(call, expected);
            case Node.Comparison comparison -> comparison(comparison);
            case Node.Chain chain -> chain(chain, expected);
        };
        return typed == null || fits(typed, node, expected) ? typed : null;
    }

    private boolean fits(Typed typed, Node node, @Nullable ValueType expected) {
        if (expected == null || typed.type() == expected) {
            return true;
        }
        problem(
                node.offset(),
                "expected " + expected + ", but " + NodeText.of(node) + " is " + typed.type()
                        + conversion(node, expected));
        return false;
    }

    /** How a constant of another type would be written. */
    private static String conversion(Node node, ValueType expected) {
        if (!(node instanceof Node.Constant(var value, var type, var _))) {
            return "";
        }
        var function = switch (expected) {
            case IP_ADDRESS -> "ip";
            case TIMESTAMP -> "timestamp";
            case DNS_NAME -> "dnsName";
            case EMAIL_ADDRESS -> "email";
            case URI -> "uri";
            case STRING, INT64, DOUBLE, BOOL, DURATION, STRING_MAP -> "";
        };
        if (type == ValueType.STRING && !function.isEmpty()) {
            return "; write " + function + "(" + NodeText.of(node) + ")";
        }
        if (type == ValueType.INT64 && expected == ValueType.DOUBLE) {
            return "; write " + value + ".0";
        }
        if (expected == ValueType.STRING) {
            return "; write \"" + value + "\"";
        }
        if (expected == ValueType.DURATION) {
            return "; a duration is written as a text such as \"10ms\"";
        }
        return "";
    }

    private @Nullable Typed literal(Node.Constant constant, @Nullable ValueType expected) {
        if (expected == ValueType.DURATION && constant.value() instanceof String duration) {
            var value = DurationParser.tryParse(duration);
            if (value == null) {
                problem(
                        constant.offset(),
                        "expected DURATION, but " + GoLiterals.quote(duration)
                                + " is not a duration such as \"10ms\", \"1.5s\" or \"1h30m\"");
                return null;
            }
            return new Typed.Literal(value, ValueType.DURATION, constant.offset());
        }
        return new Typed.Literal(constant.value(), constant.type(), constant.offset());
    }

    private @Nullable Typed name(Node.Name name) {
        var attribute = vocabulary.get(name.name());
        if (attribute != null) {
            return new Typed.Read(attribute, name.offset());
        }
        var symbol = symbols.resolve(name.name());
        if (symbol.isPresent()) {
            return new Typed.External(name.name(), symbol.get(), name.offset());
        }
        var known = new ArrayList<String>();
        vocabulary.attributes().forEach(each -> known.add(each.name()));
        known.addAll(symbols.names());
        problem(name.offset(), "unknown attribute " + name.name() + DidYouMean.hint(name.name(), known));
        return null;
    }

    private @Nullable Typed entry(Node.Index index) {
        var map = check(index.map(), ValueType.STRING_MAP);
        var key = check(index.key(), ValueType.STRING);
        if (map == null || key == null) {
            return null;
        }
        if (key instanceof Typed.Literal(var value, var _, int offset) && holdsHeaders(map)) {
            key = new Typed.Literal(HeaderNames.fold((String) value), ValueType.STRING, offset);
        }
        return new Typed.Entry(map, key, index.offset());
    }

    /** Whether keys of the map are header names, which have no case (contract C3). */
    static boolean holdsHeaders(Typed map) {
        return switch (map) {
            case Typed.Read(var attribute, var _) -> Slots.headers(attribute);
            case Typed.Chain chain -> chain.operands().stream().anyMatch(Checker::holdsHeaders);
            case Typed.Choice choice -> holdsHeaders(choice.whenTrue()) || holdsHeaders(choice.otherwise());
            case Typed.Literal _, Typed.External _, Typed.Entry _, Typed.Apply _, Typed.Comparison _ -> false;
        };
    }

    private @Nullable Typed comparison(Node.Comparison node) {
        var operator = node.operator();
        boolean leftAdapts = adapts(node.left()) && !adapts(node.right());
        var anchorNode = leftAdapts ? node.right() : node.left();
        var anchor = check(anchorNode, null);
        var otherNode = leftAdapts ? node.left() : node.right();
        var other = check(otherNode, anchor == null ? null : anchor.type());
        if (anchor == null || other == null) {
            return null;
        }
        if (!operator.isEquality() && !ORDERED.contains(anchor.type())) {
            problem(
                    anchorNode.offset(),
                    operator.symbol() + " does not order " + anchor.type() + "; it works on " + list(ORDERED));
            return null;
        }
        var left = leftAdapts ? other : anchor;
        var right = leftAdapts ? anchor : other;
        if (operator.isEquality() && (Hosts.isHost(left) || Hosts.isHost(right))) {
            left = Hosts.canonical(left);
            right = Hosts.canonical(right);
        }
        return new Typed.Comparison(operator, left, right, node.offset());
    }

    private @Nullable Typed chain(Node.Chain node, @Nullable ValueType expected) {
        var operator = node.operator();
        boolean logic = operator == Operator.AND || operator == Operator.OR;
        ValueType type = logic ? ValueType.BOOL : operator == Operator.FIRST ? expected : null;
        int anchorIndex = 0;
        while (anchorIndex < node.operands().size() - 1
                && adapts(node.operands().get(anchorIndex))) {
            anchorIndex++;
        }
        var anchor = check(node.operands().get(anchorIndex), type);
        if (type == null && anchor != null) {
            type = anchor.type();
        }
        var operands = new ArrayList<Typed>();
        for (int i = 0; i < node.operands().size(); i++) {
            var operand = i == anchorIndex ? anchor : check(node.operands().get(i), type);
            if (operand != null) {
                operands.add(operand);
            }
        }
        if (operands.size() < node.operands().size() || type == null) {
            return null;
        }
        if (operator == Operator.PLUS && !ADDED.contains(type)) {
            problem(node.offset(), "+ does not add " + type + "; it works on " + list(ADDED));
            return null;
        }
        return new Typed.Chain(operator, List.copyOf(operands), type, node.offset());
    }

    /** Whether the type follows from the place: texts are durations where a duration is expected. */
    private static boolean adapts(Node node) {
        return switch (node) {
            case Node.Constant constant -> constant.type() == ValueType.STRING;
            case Node.Chain chain ->
                chain.operator() == Operator.FIRST && chain.operands().stream().allMatch(Checker::adapts);
            case Node.Call call ->
                call.name().equals("conditional")
                        && call.arguments().size() == 3
                        && adapts(call.arguments().get(1))
                        && adapts(call.arguments().get(2));
            case Node.Name _, Node.Index _, Node.Comparison _ -> false;
        };
    }

    private @Nullable Typed call(Node.Call call, @Nullable ValueType expected) {
        var function = FunctionLibrary.standard().find(call.name());
        if (function == null) {
            call.arguments().forEach(argument -> check(argument, null));
            var names = FunctionLibrary.standard().names();
            problem(call.nameOffset(), "unknown function " + call.name() + DidYouMean.hint(call.name(), names));
            return null;
        }
        var declaration = function.declaration();
        var parameters = declaration.parameters();
        if (declaration.method() != call.method()
                || parameters.size() != call.arguments().size()) {
            problem(
                    call.nameOffset(),
                    call.name() + " is written " + declaration.usage()
                            + (declaration.method() == call.method()
                                    ? ", with " + parameters.size() + " values, not "
                                            + call.arguments().size()
                                    : ""));
            return null;
        }
        return arguments(call, function, expected);
    }

    private @Nullable Typed arguments(Node.Call call, Function function, @Nullable ValueType expected) {
        var declaration = function.declaration();
        var parameters = declaration.parameters();
        var any = parameters.stream().anyMatch(parameter -> parameter.type().isEmpty())
                ? sharedType(call, parameters, expected)
                : null;
        var arguments = new ArrayList<Typed>();
        Object pattern = null;
        boolean sound = true;
        for (int i = 0; i < parameters.size(); i++) {
            var parameter = parameters.get(i);
            var node = call.arguments().get(i);
            var argument = check(node, parameter.type().orElse(any));
            if (argument == null) {
                sound = false;
                continue;
            }
            arguments.add(argument);
            if (parameter.pattern()) {
                pattern = pattern(function, node, argument, call);
                sound &= pattern != null;
            }
        }
        if (!sound) {
            return null;
        }
        var type = declaration.result().orElseGet(() -> arguments.getLast().type());
        if (function instanceof Conditional) {
            return new Typed.Choice(
                    function, arguments.get(0), arguments.get(1), arguments.get(2), type, call.offset());
        }
        if (function.comparesText() && Hosts.isHost(arguments.getFirst())) {
            return fold(Hosts.canonical(function, arguments, pattern, type, call.offset()));
        }
        return fold(new Typed.Apply(function, List.copyOf(arguments), pattern, type, call.offset()));
    }

    /** The type of the parameters that take any: what is expected, else what the first that does not adapt has. */
    private @Nullable ValueType sharedType(
            Node.Call call, List<FunctionDeclaration.Parameter> parameters, @Nullable ValueType expected) {
        if (expected != null) {
            return expected;
        }
        int shared = -1;
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).type().isEmpty()) {
                shared = shared < 0 ? i : shared;
                if (!adapts(call.arguments().get(i))) {
                    shared = i;
                    break;
                }
            }
        }
        int known = problems.size();
        var typed = check(call.arguments().get(shared), null);
        problems.subList(known, problems.size()).clear(); // found again when the arguments are checked
        return typed == null ? null : typed.type();
    }

    private @Nullable Object pattern(Function function, Node node, Typed argument, Node.Call call) {
        if (!(argument instanceof Typed.Literal(var constant, var _, var _))) {
            problem(
                    node.offset(),
                    "the pattern of " + call.name()
                            + " must be a constant: a value of a request never acts as a pattern");
            return null;
        }
        try {
            return function.prepare((String) constant);
        } catch (IllegalArgumentException e) {
            problem(node.offset(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** A call with constant arguments is a constant. */
    private @Nullable Typed fold(Typed.Apply apply) {
        if (!apply.arguments().stream().allMatch(Typed.Literal.class::isInstance)) {
            return apply;
        }
        var reader = Compiler.readerOfNothing();
        var value = new Compiler(null, "").call(apply).of(reader);
        if (value == null) {
            var fault = reader.fault();
            int offset = apply.arguments().isEmpty()
                    ? apply.offset()
                    : apply.arguments().getFirst().offset();
            problem(offset, fault == null ? "the constant has no value" : fault.message());
            return null;
        }
        return new Typed.Literal(value, apply.type(), apply.offset());
    }

    private static String list(Set<ValueType> types) {
        return types.stream().map(ValueType::name).collect(Collectors.joining(", "));
    }

    private void problem(int offset, String message) {
        problems.add(ExpressionProblem.at(text, offset, message));
    }
}
