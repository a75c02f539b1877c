package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoSet;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;

/**
 * YAML laid out as OPA lays it out: blocks indented by two, keys sorted, texts plain where they can be, in double quotes where a
 * reader of any version of YAML could take them for something else.
 */
final class YamlWriter {
    private static final DumpSettings SCALAR = DumpSettings.builder()
            .setWidth(Integer.MAX_VALUE)
            .setSplitLines(false)
            .build();

    private static final Pattern AMBIGUOUS =
            Pattern.compile("|~|null|Null|NULL|<<|[yYnN]|(?i:yes|no|on|off|true|false)|[-+]?\\.(?i:inf)|\\.(?i:nan)"
                    + "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])*(?:\\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?"
                    + "|[-+]?\\.[0-9_]+(?:[eE][-+]?[0-9]+)?|[-+]?0[xob][0-9a-fA-F_]+|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*");

    private final StringBuilder out = new StringBuilder();
    private final BuiltinContext context;

    private YamlWriter(BuiltinContext context) {
        this.context = context;
    }

    static String write(RegoValue value, BuiltinContext context) {
        var writer = new YamlWriter(context);
        if (isBlock(value)) {
            writer.block(value, 0, false);
        } else {
            writer.inline(value, 0);
        }
        return writer.out.toString();
    }

    private static boolean isBlock(RegoValue value) {
        return switch (value) {
            case RegoObject object -> object.size() > 0;
            case RegoArray array -> array.size() > 0;
            case RegoSet set -> set.size() > 0;
            default -> false;
        };
    }

    /** Lines at {@code indent}; the first of them may have begun already. */
    private void block(RegoValue value, int indent, boolean begun) {
        switch (value) {
            case RegoObject object -> object(object, indent, begun);
            case RegoArray(var elements) -> list(elements, indent, begun);
            case RegoSet set -> list(set.elements(), indent, begun);
            default -> inline(value, indent);
        }
    }

    private void object(RegoObject object, int indent, boolean begun) {
        var byName = new TreeMap<RegoString, RegoValue>();
        object.forEach((key, value) ->
                byName.put(key instanceof RegoString name ? name : new RegoString(Json.write(key)), value));
        boolean first = begun;
        for (var entry : byName.entrySet()) {
            begin(indent, first);
            first = false;
            out.append(scalar(entry.getKey().value())).append(':');
            if (isBlock(entry.getValue())) {
                out.append('\n');
                block(entry.getValue(), indent + 2, false);
            } else {
                out.append(' ');
                inline(entry.getValue(), indent + 2);
            }
        }
    }

    private void list(List<RegoValue> elements, int indent, boolean begun) {
        boolean first = begun;
        for (var element : elements) {
            begin(indent, first);
            first = false;
            out.append("- ");
            block(element, indent + 2, true);
        }
    }

    private void begin(int indent, boolean begun) {
        Results.checkText(out.length(), context);
        if (!begun) {
            out.repeat(' ', indent);
        }
    }

    private void inline(RegoValue value, int indent) {
        switch (value) {
            case RegoString(var text) when isLiteral(text) -> literal(text, indent);
            case RegoString(var text) -> out.append(scalar(text)).append('\n');
            case RegoSet _ -> out.append("[]\n");
            default -> out.append(Json.write(value)).append('\n');
        }
    }

    /** Several lines that stay as they are. */
    private static boolean isLiteral(String text) {
        return text.indexOf('\n') >= 0
                && !text.startsWith(" ")
                && !text.startsWith("\n")
                && text.codePoints().allMatch(c -> c == '\n' || (c < 0x10000 && GoTexts.isPrintable(c)));
    }

    private void literal(String text, int indent) {
        var mark = !text.endsWith("\n") ? "|-" : text.endsWith("\n\n") ? "|+" : "|";
        out.append(mark).append('\n');
        var lines = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        for (var line : lines.split("\n", -1)) {
            if (!line.isEmpty()) {
                out.repeat(' ', Math.max(indent, 2)).append(line);
            }
            out.append('\n');
        }
    }

    private static String scalar(String text) {
        boolean plain = text.codePoints().allMatch(c -> c < 0x10000 && GoTexts.isPrintable(c));
        if (!plain || AMBIGUOUS.matcher(text).matches()) {
            return Json.write(new RegoString(text));
        }
        return new Dump(SCALAR).dumpToString(text).stripTrailing();
    }
}
