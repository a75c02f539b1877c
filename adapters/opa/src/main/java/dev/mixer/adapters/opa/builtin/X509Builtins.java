package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates (RFC 5280) and requests for them (RFC 2986), in PEM or in base64 of either PEM or DER. */
final class X509Builtins {
    private static final RegoArray REFUSED = RegoArray.of(RegoValue.of(false), RegoArray.EMPTY);

    private X509Builtins() {}

    static List<Builtin> all() {
        return List.of(
                Builtin.of(
                        "crypto.x509.parse_certificates",
                        (text, _) -> list(certificates(Operands.string(text, 1)), true)),
                Builtin.of(
                        "crypto.x509.parse_and_verify_certificates",
                        (text, context) -> verify(
                                Operands.string(text, 1), X509Path.Options.read(RegoObject.EMPTY, context), true)),
                Builtin.of(
                        "crypto.x509.parse_and_verify_certificates_with_options",
                        (text, options, context) -> verify(
                                Operands.string(text, 1),
                                X509Path.Options.read(Operands.object(options, 2), context),
                                false)),
                Builtin.of("crypto.x509.parse_certificate_request", (text, _) -> request(Operands.string(text, 1))));
    }

    private static RegoValue verify(String text, X509Path.Options options, boolean uriStrings) throws BuiltinException {
        List<X509Certificate> chain;
        try {
            chain = X509Path.verify(certificates(text), options);
        } catch (BuiltinException e) {
            return REFUSED; // broken certificates are not verified
        }
        return RegoArray.of(RegoValue.of(true), list(chain, uriStrings));
    }

    private static RegoArray list(List<X509Certificate> certificates, boolean uriStrings) throws BuiltinException {
        var list = new ArrayList<RegoValue>();
        for (var certificate : certificates) {
            list.add(X509Json.certificate(certificate, uriStrings));
        }
        return new RegoArray(list);
    }

    private static List<X509Certificate> certificates(String text) throws BuiltinException {
        var der = new ByteArrayOutputStream();
        var pem = text.startsWith(Pem.BEGIN) ? text : decoded(text);
        if (pem.startsWith(Pem.BEGIN)) {
            for (var block : Pem.read(pem).blocks()) {
                if (!block.type().equals("CERTIFICATE")) {
                    throw new BuiltinException("a PEM block must be a CERTIFICATE");
                }
                der.writeBytes(block.content());
            }
        } else {
            der.writeBytes(pem.getBytes(StandardCharsets.ISO_8859_1));
        }
        var certificates = new ArrayList<X509Certificate>();
        try {
            var in = new ByteArrayInputStream(der.toByteArray());
            while (in.available() > 0) {
                certificates.add((X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(in));
            }
        } catch (GeneralSecurityException e) {
            throw new BuiltinException("argument 1 must hold certificates", e);
        }
        return certificates;
    }

    /** Bytes as characters of the same numbers. */
    private static String decoded(String base64) throws BuiltinException {
        try {
            var bytes = Base64.getDecoder().decode(base64.replaceAll("[\\r\\n]", ""));
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw new BuiltinException("argument 1 must be PEM or base64", e);
        }
    }

    private static RegoValue request(String text) throws BuiltinException {
        var pem = text.startsWith("-----BEGIN CERTIFICATE REQUEST-----") ? text : decoded(text);
        var encoded = pem.getBytes(StandardCharsets.ISO_8859_1);
        var blocks = Pem.read(pem).blocks();
        if (!blocks.isEmpty()) {
            if (!blocks.getFirst().type().equals("CERTIFICATE REQUEST")) {
                throw new BuiltinException("the PEM block must be a CERTIFICATE REQUEST");
            }
            encoded = blocks.getFirst().content();
        }
        var request = Der.read(encoded);
        var info = request.child(0);
        var object = RegoObject.builder();
        object.put("Raw", request.raw());
        object.put("RawTBSCertificateRequest", info.raw());
        object.put("Signature", Der.base64(request.child(2).bits()));
        object.put(
                "SignatureAlgorithm",
                X509Json.algorithm(request.child(1).child(0).dotted()));
        object.put("Version", RegoNumber.of(info.child(0).integer()));
        var subject = info.child(1);
        object.put("RawSubject", subject.raw());
        object.put("Subject", X509Names.distinguished(subject));
        X509Request.addKey(info.child(2), object);
        X509Request.addAttributes(info, object);
        return object.build();
    }
}
