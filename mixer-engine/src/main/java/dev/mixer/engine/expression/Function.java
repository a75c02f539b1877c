package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.EvaluationFault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function of the language: its declaration and how a call of it is bound. Its value must depend on its arguments alone,
 * because calls with constant arguments are computed when configuration loads.
 */
abstract class Function {
    private final FunctionDeclaration declaration;

    Function(FunctionDeclaration declaration) {
        this.declaration = declaration;
    }

    final FunctionDeclaration declaration() {
        return declaration;
    }

    /** What the constant of the pattern parameter is compiled to. */
    Object prepare(String pattern) {
        throw new IllegalStateException(declaration.name() + " takes no pattern, not even " + pattern);
    }

    /** The call as a closure. It must not throw; where it has no value it answers {@code reader.fail(…)}. */
    abstract Value bind(Arguments arguments);

    /** What an index may know of the call; absent where that is nothing. */
    @Nullable
    Clause clause(List<Typed> arguments, @Nullable Object pattern) {
        return null;
    }

    /** Whether parameters are texts compared with each other, so that a host among them is compared as one (contract C2). */
    boolean comparesText() {
        return false;
    }

    /**
     * What a call is bound to.
     *
     * @param values the arguments; evaluate one at most once
     * @param pattern what {@link #prepare} made; absent where the function takes no pattern
     * @param subject what messages call the first argument
     * @param place where the call stands, as {@code " at 1:5"}, or empty
     */
    record Arguments(List<Value> values, @Nullable Object pattern, String subject, String place) {
        EvaluationFault fault(String reason) {
            return new EvaluationFault(subject + " " + reason + place);
        }
    }

    /**
     * A test of one value against a constant.
     *
     * @param subject the value
     * @param constant as {@link Condition.Test} wants it
     */
    record Clause(Typed subject, Condition.Operator operator, Object constant) {}
}
