package dev.mixer.adapters.opa.builtin;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * One token of a glob of {@code regex.globs_match}: a character, {@code .} for any, or a set as in {@code [a-z]}; a
 * {@code \} takes the next character literally. {@code *} and {@code +} behind one let it repeat, where {@code x+} is read as
 * {@code xx*}.
 *
 * @param characters what it takes, nothing with {@code any}
 * @param any whether it takes every character
 * @param repeats whether it takes any number of characters, also none, and not just one
 */
record GlobToken(BitSet characters, boolean any, boolean repeats) {
    /** The intersection of two takes the product of their lengths. */
    private static final int LONGEST = 10_000;

    boolean meets(GlobToken other) {
        return any || other.any || characters.intersects(other.characters);
    }

    static List<GlobToken> read(String glob) throws BuiltinException {
        if (glob.length() > LONGEST) {
            throw new BuiltinException("a glob has more than " + LONGEST + " characters");
        }
        var reader = new Reader(glob.codePoints().toArray());
        var tokens = new ArrayList<GlobToken>();
        while (reader.at < reader.glob.length) {
            var token = reader.token();
            int flag = reader.at < reader.glob.length ? reader.glob[reader.at] : 0;
            if (flag == '+' || flag == '*') {
                reader.at++;
                if (flag == '+') {
                    tokens.add(token);
                }
                token = new GlobToken(token.characters(), token.any(), true);
            }
            tokens.add(token);
        }
        return tokens;
    }

    private static final class Reader {
        private final int[] glob;
        private int at;

        Reader(int[] glob) {
            this.glob = glob;
        }

        GlobToken token() throws BuiltinException {
            int c = glob[at++];
            return switch (c) {
                case '.' -> new GlobToken(new BitSet(), true, false);
                case '[' -> new GlobToken(set(), false, false);
                case ']', '*', '+' -> throw new BuiltinException("a glob has a " + (char) c + " in a wrong place");
                default -> {
                    var one = new BitSet();
                    one.set(c == '\\' ? next() : c);
                    yield new GlobToken(one, false, false);
                }
            };
        }

        private int next() throws BuiltinException {
            if (at >= glob.length) {
                throw new BuiltinException("a glob ends too early");
            }
            return glob[at++];
        }

        private BitSet set() throws BuiltinException {
            var set = new BitSet();
            int previous = -1;
            while (true) {
                int c = next();
                if (c == ']') {
                    return set;
                }
                if (c == '-') {
                    int last = next();
                    boolean special = last == ']' || last == '-';
                    last = last == '\\' ? next() : last;
                    if (previous < 0 || special || last < previous) {
                        throw new BuiltinException("a glob has a range in a wrong place or out of order");
                    }
                    set.set(previous, last + 1);
                    previous = -1;
                } else {
                    previous = c == '\\' ? next() : c;
                    set.set(previous);
                }
            }
        }
    }
}
