package dev.mixer.server.front.mixer;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.mixer.engine.attribute.Attribute;
import dev.mixer.engine.attribute.HostAttributes;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.proto.v1.CompressedAttributes;
import dev.mixer.spi.DnsName;
import dev.mixer.spi.EmailAddress;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random attributes and the many ways in which protobuf may write the same ones. */
final class WireSamples {
    /** The standard attributes and one of each type that only a manifest knows, so that its name is a message word. */
    static final Vocabulary VOCABULARY = vocabulary();

    private static final List<String> TEXTS =
            List.of("", "a", "GET", "source.ip", "x", "é", "日本", "\u0000", "😀", " x ", "a,b", "x".repeat(300));

    private final Random random;

    WireSamples(long seed) {
        this.random = new Random(seed);
    }

    /** Values in the types that bags answer with. */
    Map<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        int share = 1 + random.nextInt(8);
        for (var attribute : VOCABULARY.attributes()) {
            // Those of the host no message may state.
            if (!HostAttributes.owns(attribute.name()) && random.nextInt(share) == 0) {
                values.put(attribute.name(), value(attribute));
            }
        }
        return values;
    }

    /** The bytes of the parts, in an order that keeps the order of those of one list. */
    @SafeVarargs
    final byte[] shuffled(List<byte[]>... parts) {
        var left = new ArrayList<List<byte[]>>();
        for (var list : parts) {
            left.add(new ArrayList<>(list));
        }
        var out = new ByteArrayOutputStream();
        while (true) {
            left.removeIf(List::isEmpty);
            if (left.isEmpty()) {
                return out.toByteArray();
            }
            out.writeBytes(left.get(random.nextInt(left.size())).removeFirst());
        }
    }

    /** An encoding: words and entries in any order, fields that nobody knows between them. */
    byte[] encoded(Map<String, Object> values) {
        var words = new ArrayList<String>();
        var entries = entries(values, words);
        var wordParts = new ArrayList<byte[]>();
        for (var word : words) {
            wordParts.add(
                    CompressedAttributes.newBuilder().addWords(word).build().toByteArray());
        }
        return shuffled(wordParts, entries, unknown());
    }

    /** The entries alone, each a message; what they need of words is added to the list. */
    List<byte[]> entries(Map<String, Object> values, List<String> words) {
        var entries = new ArrayList<byte[]>();
        values.forEach(
                (name, value) -> entries.add(WireMessages.entry(name, encodable(value), words, random.nextBoolean())
                        .toByteArray()));
        Collections.shuffle(entries, random);
        return entries;
    }

    /** Fields with numbers that no message has, of every wire type; groups in groups too. */
    List<byte[]> unknown() {
        var parts = new ArrayList<byte[]>();
        for (int i = random.nextInt(4); i > 0; i--) {
            var field = UnknownFieldSet.Field.newBuilder();
            switch (random.nextInt(5)) {
                case 0 -> field.addVarint(random.nextLong());
                case 1 -> field.addFixed32(random.nextInt());
                case 2 -> field.addFixed64(random.nextLong());
                case 3 -> field.addLengthDelimited(ByteString.copyFromUtf8(text()));
                default -> field.addGroup(group(random.nextInt(5)));
            }
            int number = 20 + random.nextInt(1000);
            parts.add(UnknownFieldSet.newBuilder()
                    .addField(number, field.build())
                    .build()
                    .toByteArray());
        }
        return parts;
    }

    String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    int number(int bound) {
        return random.nextInt(bound);
    }

    private static UnknownFieldSet group(int depth) {
        var field = UnknownFieldSet.Field.newBuilder().addVarint(1);
        if (depth > 0) {
            field.addGroup(group(depth - 1));
        }
        return UnknownFieldSet.newBuilder().addField(1, field.build()).build();
    }

    private Object value(Attribute attribute) {
        return switch (attribute.type()) {
            case STRING -> text();
            case INT64 -> random.nextInt(3) == 0 ? (Object) random.nextLong() : (Object) (long) random.nextInt(3);
            case DOUBLE -> random.nextInt(3) == 0 ? 0.0 : random.nextGaussian();
            case BOOL -> random.nextBoolean();
            case TIMESTAMP -> Instant.ofEpochSecond(random.nextInt() - 5L, random.nextInt(1_000_000_000));
            case DURATION -> Duration.ofSeconds(random.nextInt(), random.nextInt(1_000_000_000));
            case IP_ADDRESS -> address();
            case EMAIL_ADDRESS -> EmailAddress.parse("a" + random.nextInt(9) + "@example.com");
            case URI -> URI.create("https://example.com/" + random.nextInt(9));
            case DNS_NAME -> DnsName.parse("h" + random.nextInt(9) + ".example.com");
            case STRING_MAP -> map(Slots.headers(attribute));
        };
    }

    private InetAddress address() {
        var bytes = new byte[random.nextBoolean() ? 4 : 16];
        random.nextBytes(bytes);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, String> map(boolean headers) {
        var map = new LinkedHashMap<String, String>();
        for (int i = random.nextInt(6); i > 0; i--) {
            // Headers' names and values reach rules without case and outer blanks.
            var value = headers ? text().strip() : text();
            map.put(headers ? "x-" + random.nextInt(9) : text() + random.nextInt(3), value);
        }
        return map;
    }

    private static Object encodable(Object value) {
        return value instanceof EmailAddress || value instanceof URI || value instanceof DnsName
                ? value.toString()
                : value;
    }

    private static Vocabulary vocabulary() {
        var additions = new LinkedHashMap<String, ValueType>();
        for (var type : ValueType.values()) {
            additions.put("shop." + type.name().toLowerCase(java.util.Locale.ROOT), type);
        }
        return Vocabulary.standard().with(additions);
    }
}
