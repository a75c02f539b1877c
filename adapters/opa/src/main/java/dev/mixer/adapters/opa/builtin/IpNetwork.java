package dev.mixer.adapters.opa.builtin;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A network in the notation of CIDR (RFC 4632).
 *
 * @param address an address in it, not always the first
 * @param prefix how many leading bits all its addresses share
 */
record IpNetwork(IpAddress address, int prefix) {
    static IpNetwork read(String text) throws BuiltinException {
        int slash = text.indexOf('/');
        var address = slash < 0 ? null : IpAddress.read(text.substring(0, slash));
        var digits = slash < 0 ? "" : text.substring(slash + 1);
        if (address == null || !digits.matches("[0-9]{1,3}")) {
            throw new BuiltinException("a network must be written as in 10.0.0.0/8");
        }
        int prefix = Integer.parseInt(digits);
        boolean v6 = text.lastIndexOf(':', slash) >= 0;
        if (prefix > (v6 ? 128 : 32)) {
            throw new BuiltinException("the prefix of a network is longer than its addresses");
        }
        if (v6 && address.bits() == 32) { // written as IPv6, perhaps with more than its mapped part
            return prefix >= 96
                    ? new IpNetwork(address, prefix - 96).masked()
                    : new IpNetwork(
                                    new IpAddress(
                                            128,
                                            address.number()
                                                    .or(BigInteger.valueOf(0xFFFF)
                                                            .shiftLeft(32))),
                                    prefix)
                            .masked();
        }
        return new IpNetwork(address, prefix).masked();
    }

    private IpNetwork masked() {
        return new IpNetwork(IpAddress.of(address.bits(), first()), prefix);
    }

    int hostBits() {
        return address.bits() - prefix;
    }

    BigInteger first() {
        return address.number().shiftRight(hostBits()).shiftLeft(hostBits());
    }

    BigInteger last() {
        return first().add(BigInteger.ONE.shiftLeft(hostBits())).subtract(BigInteger.ONE);
    }

    boolean contains(IpAddress other) {
        return address.bits() == other.bits() && first().equals(new IpNetwork(other, prefix).first());
    }

    boolean contains(IpNetwork other) {
        return prefix <= other.prefix && contains(other.address);
    }

    /** The fewest networks that hold the addresses from first to last and no others. */
    static List<IpNetwork> covering(int bits, BigInteger first, BigInteger last) {
        var networks = new ArrayList<IpNetwork>();
        var next = first;
        while (next.compareTo(last) <= 0) {
            int size = next.signum() == 0 ? bits : Math.min(next.getLowestSetBit(), bits);
            while (next.add(BigInteger.ONE.shiftLeft(size))
                            .subtract(BigInteger.ONE)
                            .compareTo(last)
                    > 0) {
                size--;
            }
            networks.add(new IpNetwork(new IpAddress(bits, next), bits - size));
            next = next.add(BigInteger.ONE.shiftLeft(size));
        }
        return networks;
    }

    @Override
    public String toString() {
        return address + "/" + prefix;
    }
}
