package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What {@code io.jwt.decode_verify} asks of a token. Whatever is not met makes the token not verified; only malformed tokens,
 * keys and constraints are faults.
 *
 * @param keys the asymmetric keys, or null for the secret
 * @param secret the symmetric key, empty for the keys
 * @param algorithm the only algorithm, or empty
 * @param issuer the only issuer, or empty
 * @param audience the audience that must be among the token's, or empty for a token without audience
 * @param seconds the time to hold against expiry, in seconds since 1970
 */
record JwtConstraints(
        @Nullable JwtKeys keys, String secret, String algorithm, String issuer, String audience, BigDecimal seconds) {
    private static final int DEEPEST = 8;
    private static final RegoArray REFUSED = RegoArray.of(RegoValue.of(false), RegoObject.EMPTY, RegoObject.EMPTY);

    static JwtConstraints read(RegoObject fields, Memo<JwtKeys> memo, BuiltinContext context) throws BuiltinException {
        JwtKeys keys = null;
        var secret = "";
        var algorithm = "";
        var issuer = "";
        var audience = "";
        double nanos = context.nowNanos();
        for (int i = 0; i < fields.size(); i++) {
            var value = fields.values().get(i);
            switch (fields.keys().get(i) instanceof RegoString(var name) ? name : "") {
                case "cert" -> keys = memo.get(text(value, "cert"), JwtKeys::read);
                case "secret" -> secret = text(value, "secret");
                case "alg" -> algorithm = text(value, "alg");
                case "iss" -> issuer = text(value, "iss");
                case "aud" -> audience = text(value, "aud");
                case "time" -> nanos = time(value);
                default -> throw new BuiltinException("a constraint is none of cert, secret, alg, iss, aud and time");
            }
        }
        if ((keys == null) == secret.isEmpty()) {
            throw new BuiltinException("the constraints must have either cert or secret");
        }
        var seconds = new BigDecimal(Double.toString(nanos / 1e9));
        return new JwtConstraints(keys, secret, algorithm, issuer, audience, seconds);
    }

    private static String text(RegoValue value, String name) throws BuiltinException {
        if (value instanceof RegoString(var text)) {
            return text;
        }
        throw new BuiltinException("the constraint " + name + " must be a string");
    }

    private static double time(RegoValue value) throws BuiltinException {
        double nanos = value instanceof RegoNumber number ? number.asDouble() : -1;
        if (nanos < 0 || Double.isInfinite(nanos)) {
            throw new BuiltinException("the constraint time must be a number, not negative");
        }
        return nanos;
    }

    /** Whether the token is verified, its header and its claims; both are empty where it is not. */
    RegoArray verify(String text) throws BuiltinException {
        for (int level = 0; level < DEEPEST; level++) {
            var token = JwtToken.read(text);
            var header = token.header();
            if (!header.wellFormed() || !signed(token, header)) {
                return REFUSED;
            }
            if (!header.contentType().equalsIgnoreCase("JWT")) {
                var claims = token.claims();
                return met(claims) ? RegoArray.of(RegoValue.of(true), header.fields(), claims) : REFUSED;
            }
            text = token.payload();
        }
        throw new BuiltinException("too many tokens within tokens");
    }

    private boolean signed(JwtToken token, JwtToken.Header header) throws BuiltinException {
        if (!algorithm.isEmpty() && !algorithm.equals(header.algorithm())) {
            return false;
        }
        var signature = token.signature();
        var known = JwtAlgorithm.find(header.algorithm());
        if (known == null) {
            return false;
        }
        return keys == null
                ? known.verify(JwtBuiltins.secret(secret), token.signed(), signature)
                : keys.verify(known, header, token.signed(), signature);
    }

    private boolean met(RegoObject claims) throws BuiltinException {
        if (!issuer.isEmpty() && !(claims.get("iss") instanceof RegoString(var name) && name.equals(issuer))) {
            return false;
        }
        var audiences = claims.get("aud");
        if (audiences == null ? !audience.isEmpty() : !meant(audiences)) {
            return false;
        }
        var expiry = claims.get("exp");
        if (expiry != null && seconds.compareTo(number(expiry, "exp")) >= 0) {
            return false;
        }
        var start = claims.get("nbf");
        return start == null || seconds.compareTo(number(start, "nbf")) >= 0;
    }

    private boolean meant(RegoValue audiences) {
        return switch (audiences) {
            case RegoString(var one) -> one.equals(audience);
            case RegoArray(var several) -> several.contains(new RegoString(audience));
            default -> false;
        };
    }

    private static BigDecimal number(RegoValue value, String claim) throws BuiltinException {
        if (value instanceof RegoNumber number) {
            return number.asDecimal();
        }
        throw new BuiltinException("the claim " + claim + " must be a number");
    }
}
