package dev.mixer.adapters.opa.source;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoBoolean;
import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoSet;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/**
 * The digest of a file of a signed bundle: of its bytes, or, of data and the manifest, of the JSON that it says with keys in order and
 * without white space, its texts escaped as Go does it. Source: the section on signing of the page "Bundles" of OPA's documentation.
 */
final class FileDigest {
    /** OPA's names, and the JDK's. The two that are broken are refused: a signature over them signs nothing. */
    private static final Map<String, String> ALGORITHMS = Map.of(
            "SHA-224", "SHA-224",
            "SHA-256", "SHA-256",
            "SHA-384", "SHA-384",
            "SHA-512", "SHA-512",
            "SHA-512-224", "SHA-512/224",
            "SHA-512-256", "SHA-512/256");

    private final MessageDigest digest;

    private FileDigest(MessageDigest digest) {
        this.digest = digest;
    }

    /** The digest of one file; {@code shown} is what messages call it. */
    static byte[] of(String path, String shown, byte[] content, String algorithm) throws InvalidPolicyException {
        var name = ALGORITHMS.get(algorithm);
        if (name == null) {
            throw new InvalidPolicyException(shown + ": is signed by its digest of " + algorithm
                    + ", which is not known or not safe; use SHA-256");
        }
        try {
            var digest = new FileDigest(MessageDigest.getInstance(name));
            var last = PolicyReader.last(path);
            if (DataDocument.isOne(last) || last.equals(Manifest.FILE)) {
                digest.add(DataDocument.read(last.equals(Manifest.FILE) ? shown + ".json" : shown, content));
            } else {
                digest.digest.update(content);
            }
            return digest.digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + name, e);
        }
    }

    private void add(RegoValue value) {
        switch (value) {
            case RegoNull _ -> add("null");
            case RegoBoolean flag -> add(flag.toString());
            case RegoNumber number -> add(number.text());
            case RegoString(var text) -> quoted(text);
            case RegoArray(var elements) -> list(elements);
            case RegoSet set -> list(set.elements());
            case RegoObject object -> {
                for (int i = 0; i < object.size(); i++) {
                    add(i == 0 ? "{" : ",");
                    quoted(((RegoString) object.keys().get(i)).value());
                    add(":");
                    add(object.values().get(i));
                }
                add(object.size() == 0 ? "{}" : "}");
            }
        }
    }

    private void list(Iterable<RegoValue> elements) {
        var separator = "[";
        for (var element : elements) {
            add(separator);
            add(element);
            separator = ",";
        }
        add(separator.equals("[") ? "[]" : "]");
    }

    private void quoted(String text) {
        var out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == '\u2028' || c == '\u2029') {
                        out.append("\\u").append(String.format("%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        add(out.append('"').toString());
    }

    private void add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }
}
