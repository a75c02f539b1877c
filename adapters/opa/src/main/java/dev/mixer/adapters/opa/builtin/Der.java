package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoValue;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** One element of DER (ITU-T X.690): what certificates and requests are made of. Only lengths of DER are taken. */
final class Der {
    static final int SEQUENCE = 0x30;
    static final int OBJECT_ID = 0x06;
    private static final int BMP_STRING = 0x1E;

    private final byte[] bytes;
    private final int start;
    private final int content;
    private final int end;

    private Der(byte[] bytes, int start, int content, int end) {
        this.bytes = bytes;
        this.start = start;
        this.content = content;
        this.end = end;
    }

    /** Reads the one element that {@code bytes} are. */
    static Der read(byte[] bytes) throws BuiltinException {
        var element = at(bytes, 0, bytes.length);
        if (element.end != bytes.length) {
            throw malformed();
        }
        return element;
    }

    private static Der at(byte[] bytes, int start, int limit) throws BuiltinException {
        if (start + 2 > limit) {
            throw malformed();
        }
        int length = bytes[start + 1] & 0xFF;
        int content = start + 2;
        if (length > 0x80) {
            int digits = length - 0x80;
            if (digits > 3 || content + digits > limit) {
                throw malformed();
            }
            length = 0;
            for (int i = 0; i < digits; i++) {
                length = (length << 8) | (bytes[content++] & 0xFF);
            }
        } else if (length == 0x80) {
            throw malformed();
        }
        if (length > limit - content) {
            throw malformed();
        }
        return new Der(bytes, start, content, content + length);
    }

    static BuiltinException malformed() {
        return new BuiltinException("a certificate or a request is not well-formed");
    }

    int tag() {
        return bytes[start] & 0xFF;
    }

    List<Der> children() throws BuiltinException {
        var children = new ArrayList<Der>();
        for (int at = content; at < end; at = children.getLast().end) {
            children.add(at(bytes, at, end));
        }
        return children;
    }

    Der child(int index) throws BuiltinException {
        var children = children();
        if (index >= children.size()) {
            throw malformed();
        }
        return children.get(index);
    }

    /** What is in it, without tag and length. */
    byte[] content() {
        return Arrays.copyOfRange(bytes, content, end);
    }

    /** All of it in base64. */
    RegoValue raw() {
        return base64(Arrays.copyOfRange(bytes, start, end));
    }

    static RegoValue base64(byte[] bytes) {
        return RegoValue.of(Base64.getEncoder().encodeToString(bytes));
    }

    /** The bytes of a bit string. */
    byte[] bits() throws BuiltinException {
        if (content == end) {
            throw malformed();
        }
        return Arrays.copyOfRange(bytes, content + 1, end);
    }

    BigInteger integer() throws BuiltinException {
        if (content == end) {
            throw malformed();
        }
        return new BigInteger(content());
    }

    /** The element that an octet string holds. */
    Der inner() throws BuiltinException {
        return read(content());
    }

    /** A text of any of the types of strings. */
    String text() {
        Charset charset = tag() == BMP_STRING ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
        return new String(bytes, content, end - content, charset);
    }

    /** The numbers of an object identifier. */
    RegoArray objectId() {
        var numbers = new ArrayList<RegoValue>();
        long number = 0;
        for (int i = content; i < end; i++) {
            number = (number << 7) | (bytes[i] & 0x7F);
            if (bytes[i] >= 0) {
                if (numbers.isEmpty()) {
                    long top = Math.min(number / 40, 2);
                    numbers.add(RegoNumber.of(top));
                    number -= top * 40;
                }
                numbers.add(RegoNumber.of(number));
                number = 0;
            }
        }
        return new RegoArray(numbers);
    }

    /** An object identifier with dots. */
    String dotted() {
        return String.join(
                ".", objectId().elements().stream().map(RegoValue::toString).toList());
    }
}
