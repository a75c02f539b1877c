package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.expression.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the tree of an expression by precedence climbing, and bounds how deep it gets. */
final class Parser {
    private final String text;
    private final int maxNesting;
    private final Lexer lexer;
    private Token token;
    /** How deep the parser is inside parentheses, brackets and arguments. */
    private int depth;
    /** Height of the tree that was parsed last; later stages recurse over it. */
    private int height;

    private Parser(String text, int maxNesting) throws ExpressionException {
        this.text = text;
        this.maxNesting = maxNesting;
        this.lexer = new Lexer(text);
        this.token = lexer.next();
    }

    static Node parse(String text, int maxLength, int maxNesting) throws ExpressionException {
        if (text.length() > maxLength) {
            throw new ExpressionException(
                    text, 0, "the expression has " + text.length() + " characters, the limit is " + maxLength);
        }
        var parser = new Parser(text, maxNesting);
        if (parser.token.kind() == Kind.END) {
            throw parser.fault(0, "the expression is empty");
        }
        var node = parser.binary(1);
        if (parser.token.kind() != Kind.END) {
            throw parser.afterOperand();
        }
        return node;
    }

    private Node binary(int lowest) throws ExpressionException {
        var left = operand();
        while (true) {
            var operator = token.kind() == Kind.SYMBOL ? Operator.of(token.text()) : null;
            if (operator == null || operator.level() < lowest) {
                return left;
            }
            int at = token.offset();
            int tallest = height;
            if (operator.chains()) {
                var operands = new ArrayList<Node>();
                if (left instanceof Node.Chain chain && chain.operator() == operator) {
                    operands.addAll(chain.operands());
                    tallest--;
                } else {
                    operands.add(left);
                }
                while (token.is(operator.symbol())) {
                    advance();
                    operands.add(binary(operator.level() + 1));
                    tallest = Math.max(tallest, height);
                }
                left = new Node.Chain(operator, List.copyOf(operands), left.offset());
            } else {
                advance();
                var right = binary(operator.level() + 1);
                tallest = Math.max(tallest, height);
                left = new Node.Comparison(operator, left, right, left.offset());
            }
            grow(tallest, at);
        }
    }

    private Node operand() throws ExpressionException {
        var first = token;
        height = 1;
        Node node = switch (first.kind()) {
            case STRING -> constant(first.text(), ValueType.STRING, first);
            case INTEGER, FLOAT -> number(first, false);
            case NAME -> name(first);
            case SYMBOL -> {
                if (first.is("-")) {
                    yield negative(first);
                }
                if (!first.is("(")) {
                    throw fault(first.offset(), "expected a value, found " + first.described());
                }
                advance();
                var inner = nested();
                expect(")");
                yield inner;
            }
            case END -> throw fault(first.offset(), "expected a value, found the end");
        };
        return postfix(node);
    }

    private Node postfix(Node operand) throws ExpressionException {
        var node = operand;
        while (true) {
            int tallest = height;
            int at = token.offset();
            if (token.is("[")) {
                advance();
                var key = nested();
                expect("]");
                node = new Node.Index(node, key, operand.offset());
            } else if (token.is(".")) {
                advance();
                var name = expectName();
                if (!token.is("(")) {
                    throw fault(name.offset(), "expected a method call: there is no field '" + name.text() + "' here");
                }
                node = call(name, node);
            } else {
                return node;
            }
            grow(Math.max(tallest, height), at);
        }
    }

    /** A dotted name; followed by parentheses its last part is a function or a method. */
    private Node name(Token first) throws ExpressionException {
        advance();
        if (first.text().equals("true") || first.text().equals("false")) {
            return new Node.Constant(Boolean.valueOf(first.text()), ValueType.BOOL, first.offset());
        }
        if (first.text().equals("not") && (token.kind() == Kind.NAME || token.kind() == Kind.STRING)) {
            throw fault(first.offset(), "there is no operator 'not'; compare with false, or use !=");
        }
        if (token.is("(")) {
            return call(first, null);
        }
        if (!token.is(".")) {
            return new Node.Name(first.text(), first.offset());
        }
        var name = new StringBuilder(first.text());
        while (token.is(".")) {
            advance();
            var part = expectName();
            if (token.is("(")) {
                return call(part, new Node.Name(name.toString(), first.offset()));
            }
            name.append('.').append(part.text());
        }
        return new Node.Name(name.toString(), first.offset());
    }

    private Node call(Token name, @Nullable Node target) throws ExpressionException {
        var arguments = new ArrayList<Node>();
        if (target != null) {
            arguments.add(target);
        }
        advance();
        int tallest = height;
        if (!token.is(")")) {
            arguments.add(nested());
            tallest = Math.max(tallest, height);
            while (token.is(",")) {
                advance();
                arguments.add(nested());
                tallest = Math.max(tallest, height);
            }
        }
        expect(")");
        grow(tallest, name.offset());
        int start = target == null ? name.offset() : target.offset();
        return new Node.Call(name.text(), target != null, List.copyOf(arguments), start, name.offset());
    }

    private Node negative(Token minus) throws ExpressionException {
        advance();
        if (token.kind() != Kind.INTEGER && token.kind() != Kind.FLOAT) {
            throw fault(minus.offset(), "a minus may stand only before a number, not before " + token.described());
        }
        return number(new Token(token.kind(), token.text(), minus.offset()), true);
    }

    private Node number(Token number, boolean negative) throws ExpressionException {
        try {
            if (number.kind() == Kind.INTEGER) {
                return constant(GoLiterals.integer(number.text(), negative), ValueType.INT64, number);
            }
            double value =
                    Double.parseDouble((negative ? "-" : "") + number.text().replace("_", ""));
            if (Double.isInfinite(value)) {
                throw fault(number.offset(), number.text() + " does not fit into DOUBLE");
            }
            return constant(value, ValueType.DOUBLE, number);
        } catch (GoLiterals.Malformed e) {
            throw fault(number.offset(), e.reason());
        } catch (NumberFormatException e) {
            throw fault(number.offset(), number.text() + " is not a number");
        }
    }

    private Node constant(Object value, ValueType type, Token at) throws ExpressionException {
        advance();
        return new Node.Constant(value, type, at.offset());
    }

    private Node nested() throws ExpressionException {
        if (++depth > maxNesting) {
            throw tooDeep(token.offset());
        }
        var node = binary(1);
        depth--;
        return node;
    }

    private void grow(int tallest, int offset) throws ExpressionException {
        height = tallest + 1;
        if (height > maxNesting) {
            throw tooDeep(offset);
        }
    }

    private void advance() throws ExpressionException {
        token = lexer.next();
    }

    private void expect(String symbol) throws ExpressionException {
        if (!token.is(symbol)) {
            if (token.kind() == Kind.END) {
                throw fault(token.offset(), "expected " + symbol + ", found the end");
            }
            throw afterOperand();
        }
        advance();
    }

    private Token expectName() throws ExpressionException {
        var name = token;
        if (name.kind() != Kind.NAME) {
            throw fault(name.offset(), "expected a name after the dot, found " + name.described());
        }
        advance();
        return name;
    }

    private ExpressionException afterOperand() {
        var hint = switch (token.text()) {
            case "and" -> "; use && for \"and\"";
            case "or" -> "; use || for \"or\"";
            case "not", "in", "like", "contains" -> "; there is no operator of that name";
            case "-" -> "; there is no subtraction";
            default -> "";
        };
        return fault(token.offset(), "expected an operator, found " + token.described() + hint);
    }

    private ExpressionException tooDeep(int offset) {
        return fault(offset, "the expression is nested deeper than " + maxNesting + " levels");
    }

    private ExpressionException fault(int offset, String message) {
        return new ExpressionException(text, offset, message);
    }
}
