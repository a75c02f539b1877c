package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Web Key (RFC 7517, 7518 and 8037).
 *
 * @param id its {@code kid}, empty if it has none
 * @param algorithm its {@code alg}, empty if it has none
 * @param verifying the public or symmetric key
 * @param signing the private or symmetric key, or null if there is only a public one
 */
record Jwk(
        String id,
        String algorithm,
        Key verifying,
        @Nullable Key signing) {
    private static final byte[] ED25519_PUBLIC = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] ED25519_PRIVATE = HexFormat.of().parseHex("302e020100300506032b657004220420");

    /** Reads one key, or a set of them. */
    static List<Jwk> read(String json) throws BuiltinException {
        try {
            if (!(Json.parse(json) instanceof RegoObject object)) {
                throw new BuiltinException("a key must be a PEM block, a JWK or a JWK set");
            }
            if (!(object.get("keys") instanceof RegoArray keys)) {
                return List.of(read(object));
            }
            var read = new ArrayList<Jwk>();
            for (var key : keys) {
                if (!(key instanceof RegoObject one)) {
                    throw new BuiltinException("a JWK set must hold objects");
                }
                read.add(read(one));
            }
            return read;
        } catch (MalformedValueException e) {
            throw new BuiltinException("a key must be a PEM block, a JWK or a JWK set", e);
        }
    }

    private static Jwk read(RegoObject key) throws BuiltinException {
        var type = text(key, "kty");
        try {
            return switch (type == null ? "" : type) {
                case "RSA" -> of(key, rsaPublic(key), key.get("d") == null ? null : rsaPrivate(key));
                case "EC" -> ec(key);
                case "OKP" -> ed25519(key);
                case "oct" -> {
                    var secret = new SecretKeySpec(bytes(key, "k"), "HMAC");
                    yield of(key, secret, secret);
                }
                default -> throw new BuiltinException("the kty of a JWK must be RSA, EC, OKP or oct");
            };
        } catch (GeneralSecurityException | ArithmeticException | IllegalArgumentException e) {
            throw new BuiltinException("a JWK holds no key of its kty", e);
        }
    }

    private static Jwk of(RegoObject key, Key verifying, @Nullable Key signing) throws BuiltinException {
        var id = text(key, "kid");
        var algorithm = text(key, "alg");
        return new Jwk(id == null ? "" : id, algorithm == null ? "" : algorithm, verifying, signing);
    }

    private static Key rsaPublic(RegoObject key) throws BuiltinException, GeneralSecurityException {
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
    }

    private static Key rsaPrivate(RegoObject key) throws BuiltinException, GeneralSecurityException {
        var exponent = number(key, "d");
        var p = number(key, "p");
        var q = number(key, "q");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateCrtKeySpec(
                        number(key, "n"),
                        number(key, "e"),
                        exponent,
                        p,
                        q,
                        exponent.mod(p.subtract(BigInteger.ONE)),
                        exponent.mod(q.subtract(BigInteger.ONE)),
                        q.modInverse(p)));
    }

    private static Jwk ec(RegoObject key) throws BuiltinException, GeneralSecurityException {
        var curve = text(key, "crv");
        var name = switch (curve == null ? "" : curve) {
            case "P-256" -> "secp256r1";
            case "P-384" -> "secp384r1";
            case "P-521" -> "secp521r1";
            default -> throw new BuiltinException("the crv of an EC key must be P-256, P-384 or P-521");
        };
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(name));
        var spec = parameters.getParameterSpec(ECParameterSpec.class);
        var factory = KeyFactory.getInstance("EC");
        var point = new ECPoint(number(key, "x"), number(key, "y"));
        return of(
                key,
                factory.generatePublic(new ECPublicKeySpec(point, spec)),
                key.get("d") == null ? null : factory.generatePrivate(new ECPrivateKeySpec(number(key, "d"), spec)));
    }

    private static Jwk ed25519(RegoObject key) throws BuiltinException, GeneralSecurityException {
        if (!"Ed25519".equals(text(key, "crv"))) {
            throw new BuiltinException("the crv of an OKP key must be Ed25519");
        }
        var factory = KeyFactory.getInstance("Ed25519");
        return of(
                key,
                factory.generatePublic(new X509EncodedKeySpec(joined(ED25519_PUBLIC, bytes(key, "x")))),
                key.get("d") == null
                        ? null
                        : factory.generatePrivate(new PKCS8EncodedKeySpec(joined(ED25519_PRIVATE, bytes(key, "d")))));
    }

    private static byte[] joined(byte[] one, byte[] other) throws BuiltinException {
        if (other.length != 32) {
            throw new BuiltinException("an Ed25519 key has 32 bytes");
        }
        var joined = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, joined, one.length, other.length);
        return joined;
    }

    private static BigInteger number(RegoObject key, String field) throws BuiltinException {
        return new BigInteger(1, bytes(key, field));
    }

    private static byte[] bytes(RegoObject key, String field) throws BuiltinException {
        var text = text(key, field);
        if (text == null) {
            throw new BuiltinException("a JWK lacks its field " + field);
        }
        return Base64Url.decode(text);
    }

    private static @Nullable String text(RegoObject key, String field) throws BuiltinException {
        RegoValue value = key.get(field);
        if (value == null) {
            return null;
        }
        if (value instanceof RegoString(var text)) {
            return text;
        }
        throw new BuiltinException("the field " + field + " of a JWK must be a string");
    }
}
