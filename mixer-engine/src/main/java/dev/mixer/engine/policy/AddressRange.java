package dev.mixer.engine.policy;

import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.expression.ValueText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Addresses that begin alike (CIDR, RFC 4632); without a length a single address (contract C9).
 */
public final class AddressRange {
    /** The beginning, its other bits zero. */
    private final byte[] network;

    private final int length;

    private AddressRange(byte[] network, int length) {
        this.network = network;
        this.length = length;
    }

    /**
     * Reads {@code ADDRESS} or {@code ADDRESS/LENGTH}.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        var address = ((InetAddress) ValueText.parse(ValueType.IP_ADDRESS, slash < 0 ? text : text.substring(0, slash)))
                .getAddress();
        int bits = address.length * 8;
        if (slash < 0) {
            return new AddressRange(address, bits);
        }
        var length = text.substring(slash + 1);
        if (!length.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(length) > bits) {
            throw new IllegalArgumentException("'" + text + "' is not a range: its length must be 0 to " + bits);
        }
        var range = new AddressRange(address, Integer.parseInt(length));
        if (!Arrays.equals(range.begin(address), address)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a range: the address has bits beyond its first " + length);
        }
        return range;
    }

    /** Whether it holds one address. */
    boolean isSingle() {
        return length == network.length * 8;
    }

    /** Its first address. */
    InetAddress address() {
        try {
            return InetAddress.getByAddress(network);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    /** Whether an address begins like it. */
    public boolean contains(InetAddress address) {
        var bytes = address.getAddress();
        return bytes.length == network.length && Arrays.equals(begin(bytes), network);
    }

    /** Whether all addresses of another range lie in it. */
    boolean contains(AddressRange other) {
        return length <= other.length && contains(other.address());
    }

    private byte[] begin(byte[] address) {
        var begin = new byte[address.length];
        int whole = length / 8;
        System.arraycopy(address, 0, begin, 0, whole);
        if (length % 8 > 0) {
            begin[whole] = (byte) (address[whole] & (0xFF << (8 - (length % 8))));
        }
        return begin;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range && length == range.length && Arrays.equals(network, range.network);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(network) * 31 + length;
    }
}
