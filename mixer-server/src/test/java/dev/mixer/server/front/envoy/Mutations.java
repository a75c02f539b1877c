package dev.mixer.server.front.envoy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Messages spoilt at random: from one flipped bit to nonsense, by a seed that failures name. */
public final class Mutations {
    private static final byte[][] TROUBLE = {
        bytes("ffffffffffffffffff01"), // -1
        bytes("80808080808080808080"), // a varint that does not end
        bytes("0affffffff07"), // a length of 2 GiB
        bytes("0affffffff0f"), // a negative length
        bytes("00"), // field 0
        bytes("0c"), // the end of a group that did not begin
        bytes("0b"), // a group that does not end
        bytes("0e"), // a wire type that does not exist
        bytes("c3"), // half a character
        bytes("c0af"), // an overlong character
        bytes("eda080"), // a surrogate
        "0b".repeat(5_000).getBytes(StandardCharsets.US_ASCII),
        repeated("0b", 20_000), // groups in groups
        repeated("0a00", 2_000),
    };

    private final long seed;
    private final Random random;
    private int number;

    /** The same seed, the same messages. */
    public Mutations(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** One of the messages, changed in one to four places. */
    public byte[] next(List<byte[]> messages) {
        number++;
        var message = messages.get(random.nextInt(messages.size())).clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            message = changed(message, messages);
        }
        return message;
    }

    /** What a failure must say to be repeated. */
    public String describe(byte[] message) {
        return "message %d of seed %d: %s"
                .formatted(number, seed, HexFormat.of().formatHex(message));
    }

    private byte[] changed(byte[] message, List<byte[]> others) {
        int at = random.nextInt(message.length + 1);
        int end = Math.min(message.length, at + random.nextInt(40));
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> withBit(message);
            case 3, 4 -> withByte(message);
            case 5 -> random.nextInt(4) == 0 ? Arrays.copyOf(message, at) : withBit(message);
            case 6 -> joined(message, at, TROUBLE[random.nextInt(TROUBLE.length)], at);
            case 7 -> joined(message, at, TROUBLE[random.nextInt(TROUBLE.length)], end);
            case 8 -> joined(message, at, Arrays.copyOfRange(message, at, end), at);
            default -> joined(message, at, others.get(random.nextInt(others.size())), at);
        };
    }

    private byte[] withBit(byte[] message) {
        if (message.length > 0) {
            message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return message;
    }

    private byte[] withByte(byte[] message) {
        if (message.length > 0) {
            message[random.nextInt(message.length)] = (byte) random.nextInt();
        }
        return message;
    }

    /** The message with {@code piece} in the place of what lies from {@code at} to {@code end}. */
    private static byte[] joined(byte[] message, int at, byte[] piece, int end) {
        var joined = Arrays.copyOf(message, at + piece.length + message.length - end);
        System.arraycopy(piece, 0, joined, at, piece.length);
        System.arraycopy(message, end, joined, at + piece.length, message.length - end);
        return joined;
    }

    private static byte[] repeated(String hex, int times) {
        return bytes(hex.repeat(times));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
