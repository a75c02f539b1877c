package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A signed token in its compact form (RFC 7515), not verified.
 *
 * @param headerText the first part as it came
 * @param payloadText the second part as it came
 * @param signatureText the third part as it came
 */
record JwtToken(String headerText, String payloadText, String signatureText) {
    private static final Set<String> KNOWN = Set.of("alg", "kid", "typ", "cty", "crit");

    /**
     * What of a header matters.
     *
     * @param fields all of it
     * @param algorithm {@code alg}, or empty
     * @param keyId {@code kid}, or empty
     * @param contentType {@code cty}, or empty
     * @param wellFormed whether there is an algorithm and nothing critical that is not understood
     */
    record Header(RegoObject fields, String algorithm, String keyId, String contentType, boolean wellFormed) {}

    static JwtToken read(String text) throws BuiltinException {
        var parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw new BuiltinException("a token must have 3 parts, not " + parts.length);
        }
        return new JwtToken(parts[0], parts[1], parts[2]);
    }

    /** What the signature is over. */
    byte[] signed() {
        return (headerText + "." + payloadText).getBytes(StandardCharsets.UTF_8);
    }

    byte[] signature() throws BuiltinException {
        return Base64Url.decode(signatureText);
    }

    RegoObject fields() throws BuiltinException {
        var fields = object(text(headerText), "header");
        if (fields.get("enc") != null) {
            throw new BuiltinException("the token is encrypted, which is not supported");
        }
        return fields;
    }

    /** The text of the payload, which is JSON or another token. */
    String payload() throws BuiltinException {
        return text(payloadText);
    }

    /** The payload as claims. */
    RegoObject claims() throws BuiltinException {
        return object(payload(), "payload");
    }

    Header header() throws BuiltinException {
        var fields = fields();
        var critical = critical(fields.get("crit"));
        var algorithm = text(fields, "alg");
        text(fields, "typ");
        boolean understood = fields.keys().stream()
                .noneMatch(
                        key -> key instanceof RegoString(var name) && !KNOWN.contains(name) && critical.contains(name));
        return new Header(
                fields, algorithm, text(fields, "kid"), text(fields, "cty"), !algorithm.isEmpty() && understood);
    }

    private static Set<String> critical(@Nullable RegoValue value) throws BuiltinException {
        if (value == null) {
            return Set.of();
        }
        var names = new HashSet<String>();
        if (value instanceof RegoArray array) {
            for (var element : array) {
                if (element instanceof RegoString(var name)) {
                    names.add(name);
                }
            }
        }
        if (names.isEmpty()) {
            throw new BuiltinException("the crit of a token's header must be a list of strings, not empty");
        }
        return names;
    }

    private static String text(RegoObject fields, String name) throws BuiltinException {
        var value = fields.get(name);
        if (value == null) {
            return "";
        }
        if (value instanceof RegoString(var text)) {
            return text;
        }
        throw new BuiltinException("the " + name + " of a token's header must be a string");
    }

    private static String text(String part) throws BuiltinException {
        return new String(Base64Url.decode(part), StandardCharsets.UTF_8);
    }

    private static RegoObject object(String json, String what) throws BuiltinException {
        try {
            if (Json.parse(json) instanceof RegoObject object) {
                return object;
            }
        } catch (MalformedValueException e) {
            throw new BuiltinException("the " + what + " of a token must be JSON", e);
        }
        throw new BuiltinException("the " + what + " of a token must be an object");
    }
}
