package dev.mixer.adapters.opa.value;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** Reads one value text; not safe for several threads, good for one text. */
final class ValueTextReader {
    private final byte[] text;
    private final int start;
    private final int end;
    private int at;
    private int depth;

    ValueTextReader(byte[] utf8, int offset, int length) {
        text = utf8;
        start = offset;
        end = offset + length;
        at = offset;
    }

    RegoValue readOnly() throws MalformedValueException {
        var value = read();
        if (peek() >= 0) {
            throw fault("more follows the value");
        }
        return value;
    }

    private RegoValue read() throws MalformedValueException {
        return switch (peek()) {
            case 'n' -> word("null", RegoNull.NULL);
            case 't' -> word("true", RegoBoolean.TRUE);
            case 'f' -> word("false", RegoBoolean.FALSE);
            case 's' -> emptySet();
            case '"' -> new RegoString(string());
            case '[' -> array();
            case '{' -> objectOrSet();
            case '-', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            case -1 -> throw fault("it ends where a value is due");
            default -> throw fault("no value begins like this");
        };
    }

    private RegoValue word(String word, RegoValue value) throws MalformedValueException {
        for (int i = 0; i < word.length(); i++) {
            if (at >= end || text[at++] != word.charAt(i)) {
                throw fault("no value begins like this");
            }
        }
        return value;
    }

    private RegoValue emptySet() throws MalformedValueException {
        word("set", RegoSet.EMPTY);
        expect('(');
        expect(')');
        return RegoSet.EMPTY;
    }

    private RegoValue array() throws MalformedValueException {
        expect('[');
        if (peek() == ']') {
            at++;
            return RegoArray.EMPTY;
        }
        deeper();
        var elements = new ArrayList<RegoValue>();
        elements.add(read());
        while (another(']')) {
            elements.add(read());
        }
        return new RegoArray(elements);
    }

    private RegoValue objectOrSet() throws MalformedValueException {
        expect('{');
        if (peek() == '}') {
            at++;
            return RegoObject.EMPTY;
        }
        deeper();
        var first = read();
        if (peek() != ':') {
            var elements = new ArrayList<RegoValue>();
            elements.add(first);
            while (another('}')) {
                elements.add(read());
            }
            return RegoSet.of(elements);
        }
        var object = RegoObject.builder();
        expect(':');
        object.put(first, read());
        while (another('}')) {
            var key = read();
            expect(':');
            object.put(key, read());
        }
        return object.build();
    }

    /** True after a comma, false after the end of the collection. */
    private boolean another(char close) throws MalformedValueException {
        if (peek() == close) {
            at++;
            depth--;
            return false;
        }
        expect(',');
        return true;
    }

    private void deeper() throws MalformedValueException {
        if (++depth > Json.DEEPEST) {
            throw fault("it is nested deeper than " + Json.DEEPEST);
        }
    }

    private RegoNumber number() throws MalformedValueException {
        int from = at;
        while (at < end && isOfNumber(text[at])) {
            at++;
        }
        try {
            return RegoNumber.parse(withDigit(new String(text, from, at - from, StandardCharsets.US_ASCII)));
        } catch (NumberFormatException e) {
            throw fault("no number, or one out of range");
        }
    }

    /** Modules keep a literal such as {@code -.5} as it was written, but cannot read it themselves: it gets its zero. */
    private static String withDigit(String number) {
        int point = number.startsWith("-") ? 1 : 0;
        boolean bare = number.length() > point + 1 && number.charAt(point) == '.' && number.charAt(point + 1) != '.';
        return bare ? number.substring(0, point) + "0" + number.substring(point) : number;
    }

    private static boolean isOfNumber(byte b) {
        return (b >= '0' && b <= '9') || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
    }

    private String string() throws MalformedValueException {
        int from = ++at;
        while (at < end && text[at] != '"' && text[at] != '\\') {
            at++;
        }
        if (at < end && text[at] == '"') {
            return new String(text, from, at++ - from, StandardCharsets.UTF_8);
        }
        var rest = new StringBuilder();
        while (at < end && text[at] != '"') {
            rest.append(new String(text, from, at - from, StandardCharsets.UTF_8));
            at++;
            rest.append(escape());
            from = at;
            while (at < end && text[at] != '"' && text[at] != '\\') {
                at++;
            }
        }
        if (at >= end) {
            throw fault("a string has no end");
        }
        rest.append(new String(text, from, at++ - from, StandardCharsets.UTF_8));
        return rest.toString();
    }

    private char escape() throws MalformedValueException {
        int c = at < end ? text[at++] : -1;
        return switch (c) {
            case '"', '\\', '/' -> (char) c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int unit = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = at < end ? Character.digit(text[at++], 16) : -1;
                    if (digit < 0) {
                        throw fault("no such escape in a string");
                    }
                    unit = (unit << 4) | digit;
                }
                yield (char) unit;
            }
            default -> throw fault("no such escape in a string");
        };
    }

    /** The next byte that is no white space, not taken; -1 at the end. */
    private int peek() {
        while (at < end && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
        return at < end ? text[at] : -1;
    }

    private void expect(char c) throws MalformedValueException {
        if (peek() != c) {
            throw fault("'" + c + "' is due");
        }
        at++;
    }

    private MalformedValueException fault(String message) {
        int line = 1;
        int column = 1;
        for (int i = start; i < at; i++) {
            if (text[i] == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return new MalformedValueException("no value text: " + message, line, column);
    }
}
