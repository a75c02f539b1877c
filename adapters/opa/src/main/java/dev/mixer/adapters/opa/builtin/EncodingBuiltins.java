package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Texts in other codes: hexadecimal, base64 without padding, JSON with white space. */
final class EncodingBuiltins {
    private static final int LONGEST_INDENT = 1_000;

    private EncodingBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                Builtin.of(
                        "base64url.encode_no_pad",
                        (text, context) -> Results.text(Base64Url.encode(Operands.string(text, 1)), context)),
                Builtin.of(
                        "hex.encode",
                        (text, context) -> Results.text(
                                HexFormat.of()
                                        .formatHex(Operands.string(text, 1).getBytes(StandardCharsets.UTF_8)),
                                context)),
                Builtin.of("hex.decode", (text, _) -> hexDecode(Operands.string(text, 1))),
                Builtin.of(
                        "json.marshal_with_options",
                        (value, options, context) -> marshal(value, Operands.object(options, 2), context)));
    }

    /** Bytes that are no UTF-8 become U+FFFD: a text cannot hold them. */
    private static RegoValue hexDecode(String hex) throws BuiltinException {
        try {
            return RegoValue.of(new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new BuiltinException("argument 1 must be pairs of hexadecimal digits", e);
        }
    }

    /** Options are {@code prefix} and {@code indent}, which mean pretty, and {@code pretty}, which overrules them. */
    private static RegoValue marshal(RegoValue value, RegoObject options, BuiltinContext context)
            throws BuiltinException {
        var prefix = "";
        var indent = "\t";
        boolean pretty = options.get("prefix") != null || options.get("indent") != null;
        for (int i = 0; i < options.size(); i++) {
            var option = options.values().get(i);
            switch (options.keys().get(i) instanceof RegoString(var name) ? name : "") {
                case "prefix" -> prefix = space(option);
                case "indent" -> indent = space(option);
                case "pretty" -> pretty = Operands.bool(option, 2);
                default -> throw new BuiltinException("an option is none of prefix, indent and pretty");
            }
        }
        var json = pretty ? prefix + GoJson.write(value, prefix, indent, context) : GoJson.write(value);
        return Results.text(json, context);
    }

    private static String space(RegoValue option) throws BuiltinException {
        var space = Operands.string(option, 2);
        if (space.length() > LONGEST_INDENT) {
            throw new BuiltinException("prefix and indent may have " + LONGEST_INDENT + " characters");
        }
        return space;
    }
}
