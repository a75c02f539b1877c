package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoValue;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** The extensions of certificates (RFC 5280, section 4.2) as the fields that Go makes of them. */
final class X509Extensions {
    /** Extended usages in the order of Go's constants, which begin with 1 here. */
    private static final List<String> USAGES = List.of(
            "1.3.6.1.5.5.7.3.1",
            "1.3.6.1.5.5.7.3.2",
            "1.3.6.1.5.5.7.3.3",
            "1.3.6.1.5.5.7.3.4",
            "1.3.6.1.5.5.7.3.5",
            "1.3.6.1.5.5.7.3.6",
            "1.3.6.1.5.5.7.3.7",
            "1.3.6.1.5.5.7.3.8",
            "1.3.6.1.5.5.7.3.9",
            "1.3.6.1.4.1.311.10.3.3",
            "2.16.840.1.113730.4.1",
            "1.3.6.1.4.1.311.2.1.22",
            "1.3.6.1.4.1.311.61.1.1");

    static final String ANY_USAGE = "2.5.29.37.0";

    private static final String OCSP = "1.3.6.1.5.5.7.48.1";
    private static final String ISSUERS = "1.3.6.1.5.5.7.48.2";

    private final RegoObject.Builder object;

    private X509Extensions(RegoObject.Builder object) {
        this.object = object;
    }

    static void add(X509Certificate certificate, boolean uriStrings, RegoObject.Builder object)
            throws BuiltinException {
        for (var field : List.of(
                "CRLDistributionPoints",
                "DNSNames",
                "EmailAddresses",
                "ExtKeyUsage",
                "Extensions",
                "IPAddresses",
                "IssuingCertificateURL",
                "OCSPServer",
                "Policies",
                "PolicyIdentifiers",
                "URIs",
                "UnknownExtKeyUsage")) {
            object.put(field, RegoNull.NULL);
        }
        object.put("AuthorityKeyId", RegoNull.NULL);
        object.put("SubjectKeyId", RegoNull.NULL);
        int path = certificate.getBasicConstraints();
        boolean unlimited = path == Integer.MAX_VALUE || path < 0;
        boolean constrained = certificate.getExtensionValue("2.5.29.19") != null;
        object.put("BasicConstraintsValid", RegoValue.of(constrained));
        object.put("IsCA", RegoValue.of(path >= 0));
        object.put("MaxPathLen", RegoNumber.of(!constrained ? 0 : unlimited ? -1 : path));
        object.put("MaxPathLenZero", RegoValue.of(path == 0));
        var usage = certificate.getKeyUsage();
        object.put("KeyUsage", usage == null ? RegoNumber.of(0) : X509Json.bits(usage));
        if (uriStrings) {
            object.put("URIStrings", RegoNull.NULL);
        }
        try {
            var signed = Der.read(certificate.getEncoded()).child(0);
            for (var part : signed.children()) {
                if (part.tag() == 0xA3) {
                    new X509Extensions(object).add(part.child(0), uriStrings);
                }
            }
        } catch (CertificateEncodingException e) {
            throw new BuiltinException("a certificate is not well-formed", e);
        }
    }

    /** The extensions as they come, and the fields that each makes. */
    void add(Der extensions, boolean uriStrings) throws BuiltinException {
        object.put("Extensions", list(extensions));
        for (var extension : extensions.children()) {
            var parts = extension.children();
            var value = parts.getLast().inner();
            switch (parts.getFirst().dotted()) {
                case "2.5.29.14" -> object.put("SubjectKeyId", Der.base64(value.content()));
                case "2.5.29.17" -> {
                    var uris = X509Names.addAlternative(value.children(), object);
                    if (uriStrings) {
                        object.put("URIStrings", X509Names.orNull(uris));
                    }
                }
                case "2.5.29.31" -> distributionPoints(value);
                case "2.5.29.32" -> policies(value);
                case "2.5.29.35" -> {
                    for (var part : value.children()) {
                        if (part.tag() == 0x80) {
                            object.put("AuthorityKeyId", Der.base64(part.content()));
                        }
                    }
                }
                case "2.5.29.37" -> usages(value);
                case "1.3.6.1.5.5.7.1.1" -> access(value);
                default -> {
                    continue; // shown among the extensions alone
                }
            }
        }
    }

    static RegoArray list(Der extensions) throws BuiltinException {
        var list = new ArrayList<RegoValue>();
        for (var extension : extensions.children()) {
            var parts = extension.children();
            list.add(RegoObject.builder()
                    .put("Id", parts.getFirst().objectId())
                    .put("Critical", RegoValue.of(parts.size() > 2))
                    .put("Value", Der.base64(parts.getLast().content()))
                    .build());
        }
        return new RegoArray(list);
    }

    private void usages(Der value) throws BuiltinException {
        var known = new ArrayList<RegoValue>();
        var unknown = new ArrayList<RegoValue>();
        for (var usage : value.children()) {
            int index = USAGES.indexOf(usage.dotted());
            if (usage.dotted().equals(ANY_USAGE)) {
                known.add(RegoNumber.of(0));
            } else if (index >= 0) {
                known.add(RegoNumber.of(index + 1));
            } else {
                unknown.add(usage.objectId());
            }
        }
        object.put("ExtKeyUsage", X509Names.orNull(known));
        object.put("UnknownExtKeyUsage", X509Names.orNull(unknown));
    }

    private void policies(Der value) throws BuiltinException {
        var texts = new ArrayList<RegoValue>();
        var ids = new ArrayList<RegoValue>();
        for (var policy : value.children()) {
            texts.add(RegoValue.of(policy.child(0).dotted()));
            ids.add(policy.child(0).objectId());
        }
        object.put("Policies", X509Names.orNull(texts));
        object.put("PolicyIdentifiers", X509Names.orNull(ids));
    }

    private void access(Der value) throws BuiltinException {
        var servers = new ArrayList<RegoValue>();
        var issuers = new ArrayList<RegoValue>();
        for (var description : value.children()) {
            var place = description.child(1);
            if (place.tag() == 0x86 && description.child(0).dotted().equals(OCSP)) {
                servers.add(RegoValue.of(place.text()));
            } else if (place.tag() == 0x86 && description.child(0).dotted().equals(ISSUERS)) {
                issuers.add(RegoValue.of(place.text()));
            }
        }
        object.put("OCSPServer", X509Names.orNull(servers));
        object.put("IssuingCertificateURL", X509Names.orNull(issuers));
    }

    private void distributionPoints(Der value) throws BuiltinException {
        var points = new ArrayList<RegoValue>();
        for (var point : value.children()) {
            for (var name : point.children()) {
                if (name.tag() == 0xA0 && name.child(0).tag() == 0xA0) {
                    for (var place : name.child(0).children()) {
                        if (place.tag() == 0x86) {
                            points.add(RegoValue.of(place.text()));
                        }
                    }
                }
            }
        }
        object.put("CRLDistributionPoints", X509Names.orNull(points));
    }
}
