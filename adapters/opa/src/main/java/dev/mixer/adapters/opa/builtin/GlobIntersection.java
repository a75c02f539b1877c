package dev.mixer.adapters.opa.builtin;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;

/**
 * Whether two globs of {@code regex.globs_match} have a text in common that is not empty. Walks the pairs of positions that one
 * text reaches in both, so the time is the product of their lengths.
 */
final class GlobIntersection {
    private final List<GlobToken> left;
    private final List<GlobToken> right;
    private final BitSet seen = new BitSet();
    private final ArrayDeque<int[]> queue = new ArrayDeque<>();

    private GlobIntersection(List<GlobToken> left, List<GlobToken> right) {
        this.left = left;
        this.right = right;
    }

    static boolean exists(String one, String other, BuiltinContext context) throws BuiltinException {
        var left = GlobToken.read(one);
        var right = GlobToken.read(other);
        if (left.isEmpty() || right.isEmpty()) {
            return left.isEmpty() && right.isEmpty();
        }
        return new GlobIntersection(left, right).meet(context);
    }

    private boolean meet(BuiltinContext context) {
        int leftTail = tail(left);
        int rightTail = tail(right);
        visit(0, 0);
        while (!queue.isEmpty()) {
            context.checkpoint();
            var pair = queue.remove();
            if (pair[0] == left.size() || pair[1] == right.size()) {
                continue;
            }
            var one = left.get(pair[0]);
            var other = right.get(pair[1]);
            if (one.repeats()) {
                visit(pair[0] + 1, pair[1]);
            }
            if (other.repeats()) {
                visit(pair[0], pair[1] + 1);
            }
            if (one.meets(other)) { // both take one character
                int i = one.repeats() ? pair[0] : pair[0] + 1;
                int j = other.repeats() ? pair[1] : pair[1] + 1;
                if (i >= leftTail && j >= rightTail) {
                    return true;
                }
                visit(i, j);
            }
        }
        return false;
    }

    /** From where on the tokens may all take nothing. */
    private static int tail(List<GlobToken> tokens) {
        int tail = tokens.size();
        while (tail > 0 && tokens.get(tail - 1).repeats()) {
            tail--;
        }
        return tail;
    }

    private void visit(int i, int j) {
        int index = i * (right.size() + 1) + j;
        if (!seen.get(index)) {
            seen.set(index);
            queue.add(new int[] {i, j});
        }
    }
}
