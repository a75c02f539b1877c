package dev.mixer.adapters.list;

import java.util.List;

/** Addresses and prefixes, one tree for each family: {@code ::/0} holds no IPv4 address. */
final class Addresses implements Membership {
    private final PrefixTree v4 = new PrefixTree();
    private final PrefixTree v6 = new PrefixTree();
    private final int size;

    private Addresses(List<Prefix> prefixes) {
        for (var prefix : prefixes) {
            (prefix.address().v4() ? v4 : v6).add(prefix);
        }
        size = prefixes.size();
    }

    static Addresses of(List<Entry> entries) throws BadEntryException {
        var prefixes = new java.util.ArrayList<Prefix>(entries.size());
        for (var entry : entries) {
            var prefix = Prefix.parse(entry.text());
            if (prefix == null) {
                throw new BadEntryException(
                        entry, "'" + entry.text() + "' is not an IP address or prefix such as 10.0.0.0/8");
            }
            prefixes.add(prefix);
        }
        return new Addresses(prefixes);
    }

    @Override
    public Finding find(String value) {
        var address = IpAddress.parse(value);
        if (address == null) {
            return Finding.UNREADABLE;
        }
        return (address.v4() ? v4 : v6).covers(address) ? Finding.LISTED : Finding.NOT_LISTED;
    }

    @Override
    public int size() {
        return size;
    }
}
