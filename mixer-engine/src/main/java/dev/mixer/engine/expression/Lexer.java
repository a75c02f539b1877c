package dev.mixer.engine.expression;

import dev.mixer.engine.expression.Token.Kind;

/** Cuts an expression's text into tokens, one at a time. */
final class Lexer {
    private static final String SINGLE = "()[],.<>|+-";

    private final String text;
    private int position;

    Lexer(String text) {
        this.text = text;
    }

    /** The next token; the end again and again once it is reached. */
    Token next() throws ExpressionException {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        if (position == text.length()) {
            return new Token(Kind.END, "", position);
        }
        char c = text.charAt(position);
        if (isNameStart(c)) {
            return name();
        }
        if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            return number();
        }
        return switch (c) {
            case '"' -> string();
            case '`' -> rawString();
            default -> symbol(c);
        };
    }

    private Token name() {
        int start = position;
        while (position < text.length()
                && (isNameStart(text.charAt(position)) || Character.isDigit(text.charAt(position)))) {
            position++;
        }
        return new Token(Kind.NAME, text.substring(start, position), start);
    }

    private Token number() {
        int start = position;
        boolean hex = text.charAt(start) == '0' && (peek(1) == 'x' || peek(1) == 'X');
        boolean fraction = false;
        while (position < text.length()) {
            char c = text.charAt(position);
            boolean exponent = !hex && (c == 'e' || c == 'E');
            if (exponent || (c == '.' && !hex && !fraction)) {
                fraction = true;
                if (exponent && (peek(1) == '+' || peek(1) == '-')) {
                    position++;
                }
            } else if (!isDigit(c) && !isNameStart(c)) {
                break;
            }
            position++;
        }
        return new Token(fraction ? Kind.FLOAT : Kind.INTEGER, text.substring(start, position), start);
    }

    private Token string() throws ExpressionException {
        int start = position;
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != '"' && text.charAt(i) != '\n') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        if (i >= text.length() || text.charAt(i) == '\n') {
            throw fault(start, "the string that begins here has no closing \"");
        }
        position = i + 1;
        try {
            return new Token(Kind.STRING, GoLiterals.unquote(text.substring(start + 1, i), start + 1), start);
        } catch (GoLiterals.Malformed e) {
            throw fault(e.offset(), e.reason());
        }
    }

    private Token rawString() throws ExpressionException {
        int start = position;
        int end = text.indexOf('`', start + 1);
        if (end < 0) {
            throw fault(start, "the string that begins here has no closing `");
        }
        position = end + 1;
        return new Token(Kind.STRING, text.substring(start + 1, end).replace("\r", ""), start);
    }

    private Token symbol(char c) throws ExpressionException {
        char following = peek(1);
        boolean twice = following == c && (c == '&' || c == '|' || c == '=');
        if (twice || (following == '=' && (c == '!' || c == '<' || c == '>'))) {
            position += 2;
            return new Token(Kind.SYMBOL, text.substring(position - 2, position), position - 2);
        }
        if (SINGLE.indexOf(c) >= 0) {
            return new Token(Kind.SYMBOL, String.valueOf(c), position++);
        }
        throw fault(
                position,
                switch (c) {
                    case '\'' -> "strings stand in double quotes: use \" instead of '";
                    case '=' -> "there is no assignment; use == to compare";
                    case '!' -> "there is no operator !; compare with false, as in connection.mtls == false, or use !=";
                    case '&' -> "there is no operator &; use && for \"and\"";
                    case '*', '/', '%', '^' -> "there is no operator " + c;
                    default -> "unexpected character '" + Character.toString(text.codePointAt(position)) + "'";
                });
    }

    private char peek(int ahead) {
        return position + ahead < text.length() ? text.charAt(position + ahead) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || c == '$'
                || (c >= 128 && Character.isLetter(c));
    }

    private ExpressionException fault(int offset, String message) {
        return new ExpressionException(text, Math.min(offset, text.length()), message);
    }
}
