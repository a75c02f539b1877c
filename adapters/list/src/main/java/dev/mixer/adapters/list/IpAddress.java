package dev.mixer.adapters.list;

import org.jspecify.annotations.Nullable;

/**
 * An address as bits, the first bit of the address the highest of {@code high}. An IPv4-mapped IPv6 address is its IPv4
 * address.
 *
 * @param v4 whether only the first 32 bits count
 */
record IpAddress(long high, long low, boolean v4) {
    private static final int GROUPS = 8;
    private static final long MAPPED = 0xffffL;

    int bits() {
        return v4 ? 32 : 128;
    }

    /**
     * Reads an address strictly: four decimal numbers without leading zeros, or RFC 4291 text; no octal, hexadecimal or
     * short IPv4 forms, no zone, no brackets, no blanks.
     *
     * @return nothing if {@code text} is no such address
     */
    static @Nullable IpAddress parse(String text) {
        var address = parseUnmapped(text);
        return address != null && address.isMapped() ? ofV4(address.low & 0xffff_ffffL) : address;
    }

    /** As {@link #parse}, but leaves an IPv4-mapped address as it is written. */
    static @Nullable IpAddress parseUnmapped(String text) {
        if (text.indexOf(':') >= 0) {
            return parseV6(text);
        }
        long v4 = parseV4(text, 0);
        return v4 < 0 ? null : ofV4(v4);
    }

    boolean isMapped() {
        return !v4 && high == 0 && low >>> 32 == MAPPED;
    }

    static IpAddress ofV4(long number) {
        return new IpAddress(number << 32, 0, true);
    }

    /** The four numbers from {@code start} to the end as one, or -1. */
    private static long parseV4(String text, int start) {
        long address = 0;
        int at = start;
        for (int part = 0; part < 4; part++) {
            int begin = at;
            int number = 0;
            while (at < text.length() && at - begin < 4 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                number = number * 10 + text.charAt(at++) - '0';
            }
            boolean leadingZero = at - begin > 1 && text.charAt(begin) == '0';
            boolean ends = part == 3 ? at == text.length() : at < text.length() && text.charAt(at) == '.';
            if (at == begin || leadingZero || number > 255 || !ends) {
                return -1;
            }
            at++;
            address = address << 8 | number;
        }
        return address;
    }

    private static @Nullable IpAddress parseV6(String text) {
        var groups = new int[GROUPS];
        int count = 0;
        int gap = -1;
        int at = 0;
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < text.length()) {
            int begin = at;
            int group = 0;
            while (at < text.length() && at - begin < 5 && hex(text.charAt(at)) >= 0) {
                group = group << 4 | hex(text.charAt(at++));
            }
            if (at < text.length() && text.charAt(at) == '.') {
                long v4 = parseV4(text, begin);
                if (v4 < 0 || count > GROUPS - 2) {
                    return null;
                }
                groups[count++] = (int) (v4 >>> 16);
                groups[count++] = (int) (v4 & 0xffff);
                break;
            }
            if (at == begin || at - begin > 4 || count == GROUPS) {
                return null;
            }
            groups[count++] = group;
            if (at == text.length()) {
                break;
            }
            if (text.charAt(at++) != ':' || at == text.length()) {
                return null;
            }
            if (text.charAt(at) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = count;
                at++;
            }
        }
        boolean complete = gap < 0 ? count == GROUPS : count < GROUPS;
        return complete ? ofGroups(groups, count, gap) : null;
    }

    /** Puts the groups after the gap at the end, zeros between. */
    private static IpAddress ofGroups(int[] groups, int count, int gap) {
        long high = 0;
        long low = 0;
        int zeros = GROUPS - count;
        for (int i = 0; i < GROUPS; i++) {
            boolean inGap = gap >= 0 && i >= gap && i < gap + zeros;
            int group = inGap ? 0 : groups[gap >= 0 && i >= gap ? i - zeros : i];
            high = high << 16 | low >>> 48;
            low = low << 16 | group;
        }
        return new IpAddress(high, low, false);
    }

    private static int hex(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = (c | 0x20) - 'a';
        return c < 128 && letter >= 0 && letter < 6 ? letter + 10 : -1;
    }
}
