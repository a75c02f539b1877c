package dev.mixer.cli;

import dev.mixer.engine.expression.ExpressionProblem;

/** Shows where in an expression a fault lies. */
final class Caret {
    private Caret() {}

    /** The line of the expression, a caret under the place, and what is wrong. */
    static String under(String expression, ExpressionProblem problem, Paint paint) {
        var line = expression.split("\n", -1)[problem.line() - 1].stripTrailing();
        var padding = new StringBuilder();
        line.codePoints().limit(problem.column() - 1L).forEach(c -> padding.append(c == '\t' ? '\t' : ' '));
        return "  " + line + "\n  " + padding + paint.bad("^ " + problem.message());
    }
}
