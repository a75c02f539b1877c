package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoBoolean;
import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Certificates as policies see them: the fields of Go's x509.Certificate as it marshals them. Name constraints and policy
 * mappings are always null here.
 */
final class X509Json {
    private static final List<String> NULL_FIELDS = List.of(
            "ExcludedDNSDomains",
            "ExcludedEmailAddresses",
            "ExcludedIPRanges",
            "ExcludedURIDomains",
            "ExtraExtensions",
            "PermittedDNSDomains",
            "PermittedEmailAddresses",
            "PermittedIPRanges",
            "PermittedURIDomains",
            "PolicyMappings",
            "UnhandledCriticalExtensions");

    private static final Map<String, Integer> ALGORITHMS = Map.ofEntries(
            Map.entry("1.2.840.113549.1.1.4", 2),
            Map.entry("1.2.840.113549.1.1.5", 3),
            Map.entry("1.2.840.113549.1.1.11", 4),
            Map.entry("1.2.840.113549.1.1.12", 5),
            Map.entry("1.2.840.113549.1.1.13", 6),
            Map.entry("1.2.840.10045.4.1", 9),
            Map.entry("1.2.840.10045.4.3.2", 10),
            Map.entry("1.2.840.10045.4.3.3", 11),
            Map.entry("1.2.840.10045.4.3.4", 12),
            Map.entry("1.3.101.112", 16));

    private X509Json() {}

    /**
     * The fields of {@code certificate}.
     *
     * @param uriStrings whether {@code URIStrings} is among them, which OPA adds in some builtins only
     */
    static RegoObject certificate(X509Certificate certificate, boolean uriStrings) throws BuiltinException {
        var object = RegoObject.builder();
        NULL_FIELDS.forEach(field -> object.put(field, RegoNull.NULL));
        for (var field : List.of("InhibitAnyPolicy", "InhibitPolicyMapping", "RequireExplicitPolicy")) {
            object.put(field, RegoNumber.of(0));
            object.put(field + "Zero", RegoBoolean.FALSE);
        }
        object.put("PermittedDNSDomainsCritical", RegoBoolean.FALSE);
        try {
            var der = Der.read(certificate.getEncoded());
            object.put("Raw", der.raw());
            object.put("RawTBSCertificate", der.child(0).raw());
            object.put("Signature", Der.base64(der.child(2).bits()));
        } catch (CertificateEncodingException e) {
            throw new BuiltinException("a certificate is not well-formed", e);
        }
        object.put("SignatureAlgorithm", algorithm(certificate.getSigAlgOID()));
        object.put("Version", RegoNumber.of(certificate.getVersion()));
        object.put("SerialNumber", RegoNumber.of(certificate.getSerialNumber()));
        object.put("NotBefore", time(certificate.getNotBefore().toInstant()));
        object.put("NotAfter", time(certificate.getNotAfter().toInstant()));
        name("Subject", certificate.getSubjectX500Principal().getEncoded(), object);
        name("Issuer", certificate.getIssuerX500Principal().getEncoded(), object);
        publicKey(Der.read(certificate.getPublicKey().getEncoded()), certificate.getPublicKey(), object);
        X509Extensions.add(certificate, uriStrings, object);
        return object.build();
    }

    private static RegoString time(Instant time) {
        return new RegoString(time.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    static RegoNumber algorithm(String objectId) {
        return RegoNumber.of(ALGORITHMS.getOrDefault(objectId, 0));
    }

    static void name(String field, byte[] encoded, RegoObject.Builder object) throws BuiltinException {
        var der = Der.read(encoded);
        object.put("Raw" + field, der.raw());
        object.put(field, X509Names.distinguished(der));
    }

    /** The key as Go's types of keys have it. */
    static void publicKey(Der info, PublicKey key, RegoObject.Builder object) throws BuiltinException {
        object.put("RawSubjectPublicKeyInfo", info.raw());
        var value = switch (key) {
            case RSAPublicKey rsa ->
                RegoObject.builder()
                        .put("N", RegoNumber.of(rsa.getModulus()))
                        .put("E", RegoNumber.of(rsa.getPublicExponent()))
                        .build();
            case ECPublicKey ec ->
                RegoObject.builder()
                        .put("Curve", RegoObject.EMPTY)
                        .put("X", RegoNumber.of(ec.getW().getAffineX()))
                        .put("Y", RegoNumber.of(ec.getW().getAffineY()))
                        .build();
            default -> Der.base64(info.child(1).bits());
        };
        object.put("PublicKey", value);
        int algorithm = key instanceof RSAPublicKey ? 1 : key instanceof ECPublicKey ? 3 : 4;
        object.put("PublicKeyAlgorithm", RegoNumber.of(algorithm));
    }

    /** Sets of bits as Go numbers them, from the least. */
    static RegoNumber bits(boolean[] bits) {
        var number = BigInteger.ZERO;
        for (int i = 0; i < bits.length; i++) {
            number = bits[i] ? number.setBit(i) : number;
        }
        return RegoNumber.of(number);
    }

    static RegoArray array(RegoValue... values) {
        return new RegoArray(Arrays.asList(values));
    }
}
