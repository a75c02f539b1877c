package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoValue;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;

/** A chain of certificates with the private key of its first, each in PEM, or in base64 of PEM or DER. */
final class KeyPairs {
    private KeyPairs() {}

    /** As Go marshals its type of such pairs. */
    static RegoObject parse(String certificates, String key) throws BuiltinException {
        var chain = new ArrayList<RegoValue>();
        X509Certificate leaf = null;
        for (var encoded : blocks(certificates, "CERTIFICATE")) {
            chain.add(Der.base64(encoded));
            if (leaf == null) {
                leaf = certificate(encoded);
            }
        }
        var keys = blocks(key, "PRIVATE KEY");
        if (leaf == null || keys.isEmpty()) {
            throw new BuiltinException("needs a certificate and a private key");
        }
        var pair = PrivateKeys.key(keys.getFirst());
        if (!belongs(pair, leaf)) {
            throw new BuiltinException("the private key is not that of the certificate, or not of RSA");
        }
        return RegoObject.builder()
                .put("Certificate", new RegoArray(chain))
                .put("Leaf", X509Json.certificate(leaf, false))
                .put("PrivateKey", KeyBuiltins.fields(pair))
                .put("OCSPStaple", RegoNull.NULL)
                .put("SignedCertificateTimestamps", RegoNull.NULL)
                .put("SupportedSignatureAlgorithms", RegoNull.NULL)
                .build();
    }

    private static List<byte[]> blocks(String text, String type) throws BuiltinException {
        var blocks = new ArrayList<byte[]>();
        var pem = text.startsWith(Pem.BEGIN) ? text : PrivateKeys.decoded(text, null);
        if (!pem.startsWith(Pem.BEGIN)) {
            blocks.add(pem.getBytes(StandardCharsets.ISO_8859_1));
            return blocks;
        }
        for (var block : Pem.read(pem).blocks()) {
            if (block.type().equals(type)) {
                blocks.add(block.content());
            } else if (block.type().equals("RSA " + type)) {
                blocks.add(PrivateKeys.wrapped(block.content()));
            }
        }
        return blocks;
    }

    private static X509Certificate certificate(byte[] encoded) throws BuiltinException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (GeneralSecurityException e) {
            throw new BuiltinException("argument 1 must hold certificates", e);
        }
    }

    private static boolean belongs(PrivateKey key, X509Certificate certificate) {
        return key instanceof RSAPrivateKey mine
                && certificate.getPublicKey() instanceof RSAPublicKey its
                && mine.getModulus().equals(its.getModulus());
    }
}
