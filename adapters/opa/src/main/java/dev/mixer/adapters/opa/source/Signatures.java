package dev.mixer.adapters.opa.source;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Verifies what {@code .signatures.json} says of a bundle: one JWS (RFC 7515) whose payload lists every file with its digest. Source: the
 * section on signing of the page "Bundles" of OPA's documentation. Immutable.
 *
 * @param key what the signature must be verified with
 * @param keyId the key's name, where a signature names another it is refused; empty: any name
 * @param scope what the signature must say that it is for; empty: it must say nothing
 */
public record Signatures(VerificationKey key, String keyId, String scope) {
    static final String FILE = ".signatures.json";

    /**
     * A digest that was signed.
     *
     * @param hash in hexadecimal digits
     */
    private record Signed(String hash, String algorithm) {}

    /** @throws InvalidPolicyException unless every file is there as it was signed, and no other */
    void verify(String name, Map<String, byte[]> files) throws InvalidPolicyException {
        var content = files.get(FILE);
        if (content == null) {
            throw new InvalidPolicyException(name + ": is not signed: it has no " + FILE);
        }
        var signed = signed(name + "/" + FILE, content);
        for (var file : files.entrySet()) {
            var path = file.getKey();
            if (path.equals(FILE)) {
                continue;
            }
            var shown = name + "/" + path;
            var expected = signed.remove(path);
            if (expected == null) {
                throw new InvalidPolicyException(shown + ": is not among the files that were signed");
            }
            var actual = FileDigest.of(path, shown, file.getValue(), expected.algorithm());
            if (!MessageDigest.isEqual(actual, bytes(shown, expected.hash()))) {
                throw new InvalidPolicyException(shown + ": is not as it was signed");
            }
        }
        if (!signed.isEmpty()) {
            throw new InvalidPolicyException(
                    name + ": lacks files that were signed: " + String.join(", ", new TreeSet<>(signed.keySet())));
        }
    }

    private Map<String, Signed> signed(String shown, byte[] content) throws InvalidPolicyException {
        if (!(parse(shown, content) instanceof RegoObject object)
                || !(object.get("signatures") instanceof RegoArray(var tokens))
                || tokens.size() != 1
                || !(tokens.getFirst() instanceof RegoString(var token))) {
            throw new InvalidPolicyException(shown + ": must be an object with signatures, a list of one text");
        }
        var parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new InvalidPolicyException(shown + ": the signature has no three parts");
        }
        var text = token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.UTF_8);
        if (!key.verifies(text, part(shown, parts[2]))) {
            throw new InvalidPolicyException(
                    shown + ": the signature is not of the key that the bundle is verified with");
        }
        if (!(parse(shown, part(shown, parts[0])) instanceof RegoObject header)
                || !(parse(shown, part(shown, parts[1])) instanceof RegoObject payload)) {
            throw new InvalidPolicyException(shown + ": the signature's parts are no objects");
        }
        var named = header.get("kid") == null ? payload.get("keyid") : header.get("kid");
        if (!keyId.isEmpty() && named != null && !named.equals(new RegoString(keyId))) {
            throw new InvalidPolicyException(
                    shown + ": the signature names the key " + Json.write(named) + ", not " + keyId);
        }
        var said = text(payload, "scope");
        if (!said.equals(scope)) {
            throw new InvalidPolicyException(
                    shown + ": the signature is for the scope '" + said + "', not '" + scope + "'");
        }
        return files(shown, payload);
    }

    private static Map<String, Signed> files(String shown, RegoObject payload) throws InvalidPolicyException {
        var files = new HashMap<String, Signed>();
        if (payload.get("files") instanceof RegoArray(var list)) {
            for (var element : list) {
                if (element instanceof RegoObject file) {
                    files.put(text(file, "name"), new Signed(text(file, "hash"), text(file, "algorithm")));
                }
            }
            return files;
        }
        throw new InvalidPolicyException(shown + ": the signature lists no files");
    }

    private static String text(RegoObject object, String key) {
        return object.get(key) instanceof RegoString(var text) ? text : "";
    }

    private static @Nullable RegoValue parse(String shown, byte[] content) throws InvalidPolicyException {
        try {
            return Json.parse(content);
        } catch (MalformedValueException e) {
            throw new InvalidPolicyException(shown + ":" + e.line() + ":" + e.column() + ": " + e.getMessage());
        }
    }

    private static byte[] part(String shown, String text) throws InvalidPolicyException {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidPolicyException(shown + ": a part of the signature is not base64url");
        }
    }

    private static byte[] bytes(String shown, String hash) throws InvalidPolicyException {
        try {
            return HexFormat.of().parseHex(hash);
        } catch (IllegalArgumentException e) {
            throw new InvalidPolicyException(shown + ": its signed digest is no hexadecimal number");
        }
    }
}
