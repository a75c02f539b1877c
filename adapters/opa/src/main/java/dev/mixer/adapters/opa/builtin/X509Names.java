package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Names in certificates (RFC 5280): distinguished ones, and the alternative ones of subjects. */
final class X509Names {
    private static final Map<String, String> LISTS = Map.of(
            "2.5.4.6", "Country",
            "2.5.4.7", "Locality",
            "2.5.4.8", "Province",
            "2.5.4.9", "StreetAddress",
            "2.5.4.10", "Organization",
            "2.5.4.11", "OrganizationalUnit",
            "2.5.4.17", "PostalCode");

    private X509Names() {}

    /** A distinguished name as Go's pkix.Name has it. */
    static RegoObject distinguished(Der name) throws BuiltinException {
        var lists = new TreeMap<String, List<RegoValue>>();
        LISTS.values().forEach(list -> lists.put(list, new ArrayList<>()));
        var names = new ArrayList<RegoValue>();
        var object = RegoObject.builder();
        object.put("CommonName", "");
        object.put("SerialNumber", "");
        object.put("ExtraNames", RegoNull.NULL);
        for (var set : name.children()) {
            for (var pair : set.children()) {
                var type = pair.child(0);
                var text = RegoValue.of(pair.child(1).text());
                names.add(RegoObject.builder()
                        .put("Type", type.objectId())
                        .put("Value", text)
                        .build());
                var list = LISTS.get(type.dotted());
                if (list != null) {
                    lists.computeIfAbsent(list, _ -> new ArrayList<>()).add(text);
                } else if (type.dotted().equals("2.5.4.3")) {
                    object.put("CommonName", text);
                } else if (type.dotted().equals("2.5.4.5")) {
                    object.put("SerialNumber", text);
                }
            }
        }
        object.put("Names", orNull(names));
        lists.forEach((list, texts) -> object.put(list, orNull(texts)));
        return object.build();
    }

    /** As Go marshals a slice that may be nil. */
    static RegoValue orNull(List<RegoValue> elements) {
        return elements.isEmpty() ? RegoNull.NULL : new RegoArray(elements);
    }

    /** Adds the alternative names of a subject, each kind as a list or null. */
    static List<RegoValue> addAlternative(List<Der> names, RegoObject.Builder object) throws BuiltinException {
        var dns = new ArrayList<RegoValue>();
        var mail = new ArrayList<RegoValue>();
        var addresses = new ArrayList<RegoValue>();
        var uris = new ArrayList<RegoValue>();
        var uriTexts = new ArrayList<RegoValue>();
        for (var name : names) {
            switch (name.tag()) {
                case 0x81 -> mail.add(RegoValue.of(name.text()));
                case 0x82 -> dns.add(RegoValue.of(name.text()));
                case 0x86 -> {
                    uris.add(UriBuiltins.goUrl(name.text()));
                    uriTexts.add(RegoValue.of(name.text()));
                }
                case 0x87 -> {
                    var bytes = name.content();
                    addresses.add(RegoValue.of(IpAddress.of(bytes.length * 8, new BigInteger(1, bytes))
                            .toString()));
                }
                default -> {
                    continue; // other kinds are of no use to Go either
                }
            }
        }
        object.put("DNSNames", orNull(dns));
        object.put("EmailAddresses", orNull(mail));
        object.put("IPAddresses", orNull(addresses));
        object.put("URIs", orNull(uris));
        return uriTexts;
    }
}
