package dev.mixer.envoy;

import com.google.protobuf.ByteString;
import dev.mixer.engine.attribute.Unusable;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads bytes as UTF-8, strictly: replacement characters would make different texts one. */
public final class Utf8 {
    private Utf8() {}

    /** The text, or {@link Unusable} with {@code what} in its reason. */
    public static Object text(ByteString bytes, String what) {
        return bytes.isValidUtf8() ? bytes.toStringUtf8() : new Unusable(what + " is not valid UTF-8");
    }

    /** As {@link #text}, of a text that was cut off after any byte: a character that is cut in two is left out. */
    public static Object cutText(ByteString bytes, String what) {
        var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        var chars = CharBuffer.allocate(bytes.size());
        var result = decoder.decode(bytes.asReadOnlyByteBuffer(), chars, false);
        return result.isUnderflow() ? chars.flip().toString() : new Unusable(what + " is not valid UTF-8");
    }
}
