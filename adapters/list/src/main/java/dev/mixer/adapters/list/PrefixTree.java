package dev.mixer.adapters.list;

import org.jspecify.annotations.Nullable;

/**
 * Prefixes of one address family. Filled by one thread, then only read.
 *
 * <p>A binary tree over the bits, in which a node stands for all bits that its subtree has in common (a PATRICIA trie): two
 * nodes an entry at most, where one node a bit would take a hundred for IPv6. A prefix inside another one is dropped,
 * because only membership is asked for.
 */
final class PrefixTree {
    private @Nullable Node root;

    private static final class Node {
        final long high;
        final long low;
        final int length;
        final boolean member;

        @Nullable
        Node zero;

        @Nullable
        Node one;

        Node(long high, long low, int length, boolean member) {
            this.high = high;
            this.low = low;
            this.length = length;
            this.member = member;
        }
    }

    void add(Prefix prefix) {
        root = insert(root, prefix.address().high(), prefix.address().low(), prefix.length());
    }

    boolean covers(IpAddress address) {
        long high = address.high();
        long low = address.low();
        var node = root;
        while (node != null && commonBits(high, low, node.high, node.low) >= node.length) {
            if (node.member) {
                return true;
            }
            node = bit(high, low, node.length) ? node.one : node.zero;
        }
        return false;
    }

    private static Node insert(@Nullable Node node, long high, long low, int length) {
        if (node == null) {
            return new Node(high, low, length, true);
        }
        int common = Math.min(commonBits(high, low, node.high, node.low), Math.min(length, node.length));
        if (common == node.length && node.member) {
            return node;
        }
        if (common == length) {
            return new Node(high, low, length, true);
        }
        if (common == node.length) {
            if (bit(high, low, common)) {
                node.one = insert(node.one, high, low, length);
            } else {
                node.zero = insert(node.zero, high, low, length);
            }
            return node;
        }
        var fork = new Node(high, low, common, false);
        var leaf = new Node(high, low, length, true);
        boolean leafIsOne = bit(high, low, common);
        fork.one = leafIsOne ? leaf : node;
        fork.zero = leafIsOne ? node : leaf;
        return fork;
    }

    private static int commonBits(long high, long low, long otherHigh, long otherLow) {
        int inHigh = Long.numberOfLeadingZeros(high ^ otherHigh);
        return inHigh < 64 ? inHigh : 64 + Long.numberOfLeadingZeros(low ^ otherLow);
    }

    /** The bit at {@code index}, 0 to 127 from the left. */
    private static boolean bit(long high, long low, int index) {
        return (index < 64 ? high << index : low << (index - 64)) < 0;
    }
}
