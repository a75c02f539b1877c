package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.crypto.spec.SecretKeySpec;

/** Tokens: reading, verifying and signing (RFC 7515 and 7519). Encrypted tokens are refused. */
final class JwtBuiltins {
    /** Tokens within tokens; the real ones have one level. */
    private static final int DEEPEST = 8;

    private final Memo<JwtKeys> keys = new Memo<>(100);

    static List<Builtin> all() {
        var warmUp = new JwtWarmUp();
        return new JwtBuiltins()
                .builtins().stream()
                        .map(builtin -> builtin.name().contains("verify") ? builtin.warmedUpBy(warmUp) : builtin)
                        .toList();
    }

    private List<Builtin> builtins() {
        var builtins = new ArrayList<Builtin>();
        builtins.add(Builtin.of("io.jwt.decode", (token, _) -> decode(Operands.string(token, 1), DEEPEST)));
        for (var algorithm : JwtAlgorithm.values()) {
            var name = "io.jwt.verify_" + algorithm.name().toLowerCase(Locale.ROOT);
            builtins.add(
                    algorithm.isSymmetric()
                            ? Builtin.of(name, (token, secret, _) -> verifySecret(algorithm, token, secret))
                            : Builtin.of(name, (token, key, _) -> verify(algorithm, token, key)));
        }
        builtins.add(Builtin.of(
                "io.jwt.decode_verify",
                (token, constraints, context) -> JwtConstraints.read(Operands.object(constraints, 2), keys, context)
                        .verify(Operands.string(token, 1))));
        builtins.add(Builtin.of(
                "io.jwt.encode_sign",
                (header, payload, key, context) ->
                        sign(GoJson.write(header), GoJson.write(payload), GoJson.write(key), context)));
        builtins.add(Builtin.of(
                "io.jwt.encode_sign_raw",
                (header, payload, key, context) -> sign(
                        Operands.string(header, 1), Operands.string(payload, 2), Operands.string(key, 3), context)));
        return builtins;
    }

    private static RegoValue decode(String text, int levels) throws BuiltinException {
        var token = JwtToken.read(text);
        var fields = token.fields();
        var payload = token.payload();
        if (fields.get("cty") instanceof RegoString(var type) && type.equals("JWT")) {
            if (levels == 0) {
                throw new BuiltinException("too many tokens within tokens");
            }
            return decode(payload.replaceAll("\\A[\"']+|[\"']+\\z", ""), levels - 1);
        }
        return RegoArray.of(fields, token.claims(), HashBuiltins.hex(token.signature()));
    }

    private RegoValue verify(JwtAlgorithm algorithm, RegoValue text, RegoValue key) throws BuiltinException {
        var token = JwtToken.read(Operands.string(text, 1));
        var known = keys.get(Operands.string(key, 2), JwtKeys::read);
        var signature = token.signature();
        return RegoValue.of(known.verify(algorithm, token.header(), token.signed(), signature));
    }

    private static RegoValue verifySecret(JwtAlgorithm algorithm, RegoValue text, RegoValue secret)
            throws BuiltinException {
        var token = JwtToken.read(Operands.string(text, 1));
        var key = secret(Operands.string(secret, 2));
        return RegoValue.of(algorithm.verify(key, token.signed(), token.signature()));
    }

    /** Java refuses an empty key; a zero is the same key (RFC 2104). */
    static SecretKeySpec secret(String text) {
        return new SecretKeySpec(text.isEmpty() ? new byte[1] : text.getBytes(StandardCharsets.UTF_8), "HMAC");
    }

    private static RegoValue sign(String header, String payload, String key, BuiltinContext context)
            throws BuiltinException {
        var keys = Jwk.read(key);
        if (keys.isEmpty() || keys.getFirst().signing() == null) {
            throw new BuiltinException("argument 3 must hold a private or symmetric key");
        }
        var fields = json(header) instanceof RegoObject object ? object : RegoObject.EMPTY;
        if (!(fields.get("alg") instanceof RegoString(var name))) {
            throw new BuiltinException("the header of a token must say its alg");
        }
        var algorithm = JwtAlgorithm.find(name);
        if (algorithm == null) {
            throw new BuiltinException("the alg of a token's header is not known");
        }
        boolean other = fields.get("typ") instanceof RegoString(var type) && !type.equals("JWT");
        if (!other) {
            json(payload);
        }
        var signed = Base64Url.encode(header) + "." + Base64Url.encode(payload);
        var signature = algorithm.sign(keys.getFirst().signing(), signed.getBytes(StandardCharsets.UTF_8));
        return Results.text(signed + "." + Base64Url.encode(signature), context);
    }

    private static RegoValue json(String text) throws BuiltinException {
        try {
            return Json.parse(text);
        } catch (MalformedValueException e) {
            throw new BuiltinException("the header and the payload of a token must be JSON", e);
        }
    }
}
