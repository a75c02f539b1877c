package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Private keys of RSA, which policies sign with, and pairs of a certificate and its key. */
final class KeyBuiltins {
    private KeyBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                Builtin.of("crypto.parse_private_keys", (text, _) -> keys(Operands.string(text, 1))),
                Builtin.of("crypto.x509.parse_rsa_private_key", (text, _) -> jwk(Operands.string(text, 1))),
                Builtin.of(
                        "crypto.x509.parse_keypair",
                        (certificate, key, _) ->
                                KeyPairs.parse(Operands.string(certificate, 1), Operands.string(key, 2))));
    }

    private static RegoValue keys(String text) throws BuiltinException {
        if (text.isEmpty()) {
            return RegoNull.NULL;
        }
        var keys = new ArrayList<RegoValue>();
        for (var key : PrivateKeys.read(PrivateKeys.decoded(text, text))) {
            keys.add(fields(key));
        }
        return new RegoArray(keys);
    }

    /** As Go marshals its type of keys. */
    static RegoObject fields(PrivateKey key) throws BuiltinException {
        if (!(key instanceof RSAPrivateCrtKey rsa)) {
            throw new BuiltinException("only keys of RSA are supported");
        }
        return RegoObject.builder()
                .put("N", RegoNumber.of(rsa.getModulus()))
                .put("E", RegoNumber.of(rsa.getPublicExponent()))
                .put("D", RegoNumber.of(rsa.getPrivateExponent()))
                .put("Primes", RegoArray.of(RegoNumber.of(rsa.getPrimeP()), RegoNumber.of(rsa.getPrimeQ())))
                .put(
                        "Precomputed",
                        RegoObject.builder()
                                .put("Dp", RegoNumber.of(rsa.getPrimeExponentP()))
                                .put("Dq", RegoNumber.of(rsa.getPrimeExponentQ()))
                                .put("Qinv", RegoNumber.of(rsa.getCrtCoefficient()))
                                .put("CRTValues", RegoArray.EMPTY)
                                .build())
                .build();
    }

    private static RegoValue jwk(String text) throws BuiltinException {
        if (text.isEmpty()) {
            throw new BuiltinException("argument 1 must not be empty");
        }
        var keys = PrivateKeys.read(text.startsWith(Pem.BEGIN) ? text : PrivateKeys.decoded(text, null));
        if (keys.isEmpty()) {
            return RegoNull.NULL;
        }
        if (!(keys.getFirst() instanceof RSAPrivateCrtKey rsa)) {
            throw new BuiltinException("only keys of RSA are supported");
        }
        return RegoObject.builder()
                .put("kty", "RSA")
                .put("n", number(rsa.getModulus()))
                .put("e", number(rsa.getPublicExponent()))
                .put("d", number(rsa.getPrivateExponent()))
                .put("p", number(rsa.getPrimeP()))
                .put("q", number(rsa.getPrimeQ()))
                .put("dp", number(rsa.getPrimeExponentP()))
                .put("dq", number(rsa.getPrimeExponentQ()))
                .put("qi", number(rsa.getCrtCoefficient()))
                .build();
    }

    /** Base64url of its bytes without a sign (RFC 7518, 6.3.1). */
    private static RegoString number(BigInteger number) {
        var bytes = number.toByteArray();
        int sign = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        return new RegoString(Base64Url.encode(Arrays.copyOfRange(bytes, sign, bytes.length)));
    }
}
