package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Universally unique identifiers (RFC 4122). */
final class UuidBuiltins {
    private static final Pattern DASHED =
            Pattern.compile("(?i)(?:urn:uuid:)?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})");
    private static final Pattern BRACED =
            Pattern.compile("(?i).([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}).");
    private static final Pattern PLAIN =
            Pattern.compile("(?i)([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})");

    /** From the beginning of the Gregorian calendar, which these count from, to 1970, in steps of 100 ns. */
    private static final long GREGORIAN = 0x01B2_1DD2_1381_4000L;

    private UuidBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                Builtin.of(
                        "uuid.rfc4122",
                        (key, context) ->
                                context.once(List.of("uuid.rfc4122", key), () -> RegoValue.of(random(context)))),
                Builtin.of("uuid.parse", (text, _) -> parse(Operands.string(text, 1))));
    }

    /** Of version 4. */
    private static String random(BuiltinContext context) {
        long high = (context.random().nextLong() & ~0xF000L) | 0x4000L;
        long low = (context.random().nextLong() & ~(0b11L << 62)) | (0b10L << 62);
        return new UUID(high, low).toString();
    }

    private static @Nullable RegoValue parse(String text) {
        var uuid = read(text);
        if (uuid == null) {
            return null;
        }
        var object = RegoObject.builder();
        object.put("version", RegoNumber.of(uuid.version()));
        object.put("variant", variant(uuid));
        if (uuid.version() == 1 || uuid.version() == 2) {
            addTimeAndNode(uuid, object);
        }
        return object.build();
    }

    private static @Nullable UUID read(String text) {
        var dashed = DASHED.matcher(text);
        if (dashed.matches()) {
            return UUID.fromString(dashed.group(1));
        }
        var braced = BRACED.matcher(text);
        if (braced.matches()) {
            return UUID.fromString(braced.group(1));
        }
        var plain = PLAIN.matcher(text);
        return plain.matches() ? UUID.fromString(plain.replaceFirst("$1-$2-$3-$4-$5")) : null;
    }

    private static String variant(UUID uuid) {
        return switch (uuid.variant()) {
            case 0 -> "Reserved";
            case 2 -> "RFC4122";
            case 6 -> "Microsoft";
            default -> "Future";
        };
    }

    private static void addTimeAndNode(UUID uuid, RegoObject.Builder object) {
        long high = uuid.getMostSignificantBits();
        long low = uuid.getLeastSignificantBits();
        long time = ((high & 0xFFF) << 48) | (((high >>> 16) & 0xFFFF) << 32) | (high >>> 32);
        object.put("time", RegoNumber.of((time - GREGORIAN) * 100));
        object.put("clocksequence", RegoNumber.of((low >>> 48) & 0x3FFF));
        var node = String.format(Locale.ROOT, "%012x", low & 0xFFFF_FFFF_FFFFL);
        object.put("nodeid", HexFormat.ofDelimiter("-").formatHex(HexFormat.of().parseHex(node)));
        boolean local = ((low >>> 41) & 1) == 1;
        boolean group = ((low >>> 40) & 1) == 1;
        object.put("macvariables", (local ? "local:" : "global:") + (group ? "multicast" : "unicast"));
        if (uuid.version() == 2) {
            object.put("id", RegoNumber.of(high >>> 32));
            object.put("domain", domain((int) ((low >>> 48) & 0xFF)));
        }
    }

    private static String domain(int domain) {
        return switch (domain) {
            case 0 -> "Person";
            case 1 -> "Group";
            case 2 -> "Org";
            default -> "Domain" + domain;
        };
    }
}
