package dev.mixer.adapters.list;

import org.jspecify.annotations.Nullable;

/**
 * An address and how many of its first bits count.
 *
 * @param length 0 to the bits of the address; without a length in the text all of them
 */
record Prefix(IpAddress address, int length) {
    private static final int MAPPED_BITS = 96;

    /** Reads {@code ADDRESS} or {@code ADDRESS/LENGTH}; nothing if {@code text} is neither. */
    static @Nullable Prefix parse(String text) {
        int slash = text.indexOf('/');
        var address = IpAddress.parseUnmapped(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        int length = slash < 0 ? address.bits() : number(text, slash + 1);
        if (length < 0 || length > address.bits()) {
            return null;
        }
        // Of a mapped prefix that reaches beyond the IPv4 addresses, only its IPv6 meaning makes sense.
        return address.isMapped() && length >= MAPPED_BITS
                ? new Prefix(IpAddress.ofV4(address.low() & 0xffff_ffffL), length - MAPPED_BITS)
                : new Prefix(address, length);
    }

    private static int number(String text, int start) {
        int digits = text.length() - start;
        if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(start) == '0')) {
            return -1;
        }
        int number = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + c - '0';
        }
        return number;
    }
}
