package dev.mixer.adapters.jwt;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a compact serialisation (RFC 7515, 3.1) to the letter, where libraries are lenient. */
final class CompactText {
    /** Claims that are nested deeper are refused: whoever reads them recursively must not run out of stack. */
    private static final int DEEPEST = 32;

    private CompactText() {}

    /** The bytes of one part: base64url without padding, in the only spelling that these bytes have. */
    static byte[] bytes(String part) throws RefusedTokenException {
        try {
            var bytes = Base64.getUrlDecoder().decode(part);
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new RefusedTokenException("the token is malformed: a part is not base64url");
    }

    /** The JSON object in one part; a member that stands twice is refused, since readers differ in which one counts. */
    static Map<String, Object> object(String part) throws RefusedTokenException {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(part)))
                    .toString();
            var object = JsonUtil.parseJson(text);
            requireShallow(object, 1);
            return object;
        } catch (CharacterCodingException | JoseException | RuntimeException e) { // the parser's own, whatever they are
            throw new RefusedTokenException("the token is malformed: a part is no JSON object with unique members");
        }
    }

    private static void requireShallow(@Nullable Object value, int depth) throws RefusedTokenException {
        if (depth > DEEPEST) {
            throw new RefusedTokenException("the token is malformed: it is nested more than " + DEEPEST + " deep");
        }
        switch (value) {
            case Map<?, ?> map -> {
                for (var member : map.values()) {
                    requireShallow(member, depth + 1);
                }
            }
            case List<?> list -> {
                for (var element : list) {
                    requireShallow(element, depth + 1);
                }
            }
            case null, default -> {}
        }
    }
}
