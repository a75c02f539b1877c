package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoSet;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Networks in the notation of CIDR. Nothing here looks names up. */
final class CidrBuiltins {
    private CidrBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                Builtin.of("net.cidr_is_valid", (text, _) -> RegoValue.of(isValid(text))),
                Builtin.of("net.cidr_expand", CidrBuiltins::expand),
                Builtin.of("net.cidr_contains_matches", CidrBuiltins::matches),
                Builtin.of("net.cidr_merge", CidrBuiltins::merge));
    }

    private static boolean isValid(RegoValue value) {
        try {
            IpNetwork.read(Operands.string(value, 1));
            return true;
        } catch (BuiltinException e) {
            return false;
        }
    }

    private static RegoValue expand(RegoValue text, BuiltinContext context) throws BuiltinException {
        var network = IpNetwork.read(Operands.string(text, 1));
        Results.checkCount(network.hostBits() > 62 ? Long.MAX_VALUE : 1L << network.hostBits(), context);
        var addresses = new ArrayList<RegoValue>();
        int bits = network.address().bits();
        for (var next = network.first(); next.compareTo(network.last()) <= 0; next = next.add(BigInteger.ONE)) {
            addresses.add(RegoValue.of(IpAddress.of(bits, next).toString()));
        }
        return RegoSet.of(addresses);
    }

    /** A network or an address of a collection with what finds it there. */
    private record Entry(String text, RegoValue index) {}

    private static RegoValue matches(RegoValue networks, RegoValue parts, BuiltinContext context)
            throws BuiltinException {
        var found = new ArrayList<RegoValue>();
        var candidates = entries(parts, 2);
        for (var whole : entries(networks, 1)) {
            var network = IpNetwork.read(whole.text());
            for (var part : candidates) {
                context.checkpoint();
                var address = IpAddress.read(part.text());
                if (address != null ? network.contains(address) : network.contains(IpNetwork.read(part.text()))) {
                    found.add(RegoArray.of(whole.index(), part.index()));
                    Results.checkCount(found.size(), context);
                }
            }
        }
        return RegoSet.of(found);
    }

    private static List<Entry> entries(RegoValue value, int position) throws BuiltinException {
        var entries = new ArrayList<Entry>();
        switch (value) {
            case RegoString(var text) -> entries.add(new Entry(text, value));
            case RegoArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    entries.add(new Entry(text(array.get(i), position), RegoNumber.of(i)));
                }
            }
            case RegoSet set -> {
                for (var element : set) {
                    entries.add(new Entry(text(element, position), element));
                }
            }
            case RegoObject object -> {
                for (int i = 0; i < object.size(); i++) {
                    entries.add(new Entry(
                            text(object.values().get(i), position),
                            object.keys().get(i)));
                }
            }
            default -> throw Operands.wrongType(value, position, "a string, an array, a set or an object");
        }
        return entries;
    }

    /** A text, or the first element of an array, which may carry more for the policy. */
    private static String text(RegoValue value, int position) throws BuiltinException {
        var text = value instanceof RegoArray array && array.size() > 0 ? array.get(0) : value;
        if (text instanceof RegoString(var string)) {
            return string;
        }
        throw new BuiltinException("argument " + position + " must hold strings or arrays that begin with one");
    }

    /**
     * The addresses from first to last, all in the space of IPv6, in which those of IPv4 are a part; so a network of IPv6 can
     * swallow them, as in OPA.
     *
     * @param alone the network that it came from while it is that alone
     */
    private record Range(
            BigInteger first, BigInteger last, @Nullable IpNetwork alone) {
        private static final BigInteger V4_FIRST = BigInteger.valueOf(0xFFFF_0000_0000L);
        private static final BigInteger V4_LAST = BigInteger.valueOf(0xFFFF_FFFF_FFFFL);

        static Range of(IpNetwork network) {
            var base = network.address().bits() == 32 ? V4_FIRST : BigInteger.ZERO;
            return new Range(base.add(network.first()), base.add(network.last()), network);
        }

        boolean touches(Range before) {
            boolean lowest = first.equals(V4_FIRST) || first.signum() == 0;
            return (lowest ? first : first.subtract(BigInteger.ONE)).compareTo(before.last) <= 0;
        }

        Range joined(Range before) {
            return new Range(first.min(before.first), last, null);
        }

        List<IpNetwork> networks() {
            if (alone != null) {
                return List.of(alone);
            }
            boolean v4 = first.compareTo(V4_FIRST) >= 0 && last.compareTo(V4_LAST) <= 0;
            return v4
                    ? IpNetwork.covering(32, first.subtract(V4_FIRST), last.subtract(V4_FIRST))
                    : IpNetwork.covering(128, first, last);
        }
    }

    private static RegoValue merge(RegoValue value, BuiltinContext context) throws BuiltinException {
        var ranges = new ArrayList<Range>();
        for (var text : Operands.strings(value, 1)) {
            ranges.add(Range.of(network(text)));
        }
        ranges.sort(Comparator.comparing(Range::last).thenComparing(Range::first));
        var merged = new ArrayList<RegoValue>();
        for (int i = ranges.size() - 1; i >= 0; i--) {
            context.checkpoint();
            var range = ranges.get(i);
            if (i > 0 && range.touches(ranges.get(i - 1))) {
                ranges.set(i - 1, range.joined(ranges.get(i - 1)));
            } else {
                range.networks().forEach(network -> merged.add(RegoValue.of(network.toString())));
            }
        }
        return RegoSet.of(merged);
    }

    /** An IPv4 address alone means the network of its class, as in the days before CIDR. */
    private static IpNetwork network(String text) throws BuiltinException {
        var address = IpAddress.read(text);
        if (address == null) {
            return IpNetwork.read(text);
        }
        int top = address.bits() == 32 ? address.number().shiftRight(28).intValue() : 15;
        if (top >= 14) {
            throw new BuiltinException("an address without a prefix must be of IPv4 and of class A, B or C");
        }
        return new IpNetwork(address, top < 8 ? 8 : top < 12 ? 16 : 24);
    }
}
