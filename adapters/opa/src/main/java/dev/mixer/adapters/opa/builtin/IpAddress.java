package dev.mixer.adapters.opa.builtin;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An IP address. IPv4 addresses within IPv6 ({@code ::ffff:1.2.3.4}) are IPv4 addresses, as in Go.
 *
 * @param bits 32 or 128
 * @param number the address as a number, not negative
 */
public record IpAddress(int bits, BigInteger number) {
    private static final Pattern V4 = Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})(?:\\.(?!$)|$)){4}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:]*(?:[0-9]+(?:\\.[0-9]+){3})?");
    private static final BigInteger MAPPED = BigInteger.valueOf(0xFFFF);

    /** The address, or null if {@code text} is none. Zones are not taken. */
    static @Nullable IpAddress read(String text) {
        if (!V4.matcher(text).matches()
                && (text.length() > 45 || !V6.matcher(text).matches())) {
            return null;
        }
        try {
            var bytes = InetAddress.ofLiteral(text).getAddress();
            return of(bytes.length * 8, new BigInteger(1, bytes));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** An address, as IPv4 if it is one within IPv6. */
    public static IpAddress of(int bits, BigInteger number) {
        return bits == 128 && number.shiftRight(32).equals(MAPPED)
                ? new IpAddress(32, number.and(BigInteger.valueOf(0xFFFF_FFFFL)))
                : new IpAddress(bits, number);
    }

    /** As RFC 5952 writes it. */
    @Override
    public String toString() {
        if (bits == 32) {
            long v4 = number.longValue();
            return (v4 >> 24) + "." + ((v4 >> 16) & 0xFF) + "." + ((v4 >> 8) & 0xFF) + "." + (v4 & 0xFF);
        }
        var groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = number.shiftRight(112 - 16 * i).intValue() & 0xFFFF;
        }
        int start = -1;
        int length = 1; // one group of zeros stays
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        var out = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                out.append("::");
                i += length - 1;
            } else {
                if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
                    out.append(':');
                }
                out.append(Integer.toHexString(groups[i]));
            }
        }
        return out.toString();
    }
}
