package dev.mixer.engine.expression;

import java.util.List;
import java.util.stream.Collectors;

/** An expression that cannot be used. Holds every fault that was found, in the order of the text. */
public final class ExpressionException extends Exception {
    private final transient List<ExpressionProblem> problems;

    ExpressionException(List<ExpressionProblem> problems) {
        super(problems.stream().map(ExpressionProblem::toString).collect(Collectors.joining("; ")), null, false, false);
        this.problems = List.copyOf(problems);
    }

    ExpressionException(String text, int offset, String message) {
        this(List.of(ExpressionProblem.at(text, offset, message)));
    }

    /** The faults, at least one. */
    public List<ExpressionProblem> problems() {
        return problems;
    }
}
