package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoSet;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.adapters.opa.value.ValueText;
import java.util.List;
import java.util.stream.Collectors;

/** What policies say to their host, and what little they may know of it. */
final class HostBuiltins {
    private HostBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                Builtin.of("trace", (line, context) -> {
                    context.note(Operands.string(line, 1));
                    return RegoValue.of(true);
                }),
                // What print becomes where the compiler keeps it: one set for each argument, empty if it is undefined.
                Builtin.of("internal.print", (arguments, context) -> {
                    context.note(Operands.array(arguments, 1).elements().stream()
                            .map(HostBuiltins::printed)
                            .collect(Collectors.joining(" ")));
                    return RegoValue.of(true);
                }),
                // Nothing of the host's environment is for policies.
                Builtin.of("opa.runtime", _ -> RegoObject.EMPTY),
                Builtin.of(
                        "glob.quote_meta", (text, context) -> Results.text(quoted(Operands.string(text, 1)), context)));
    }

    private static String printed(RegoValue argument) {
        var values = switch (argument) {
            case RegoSet set -> set.elements();
            case RegoArray(var elements) -> elements;
            default -> List.of(argument);
        };
        return values.isEmpty()
                ? "<undefined>"
                : values.stream()
                        .map(value -> value instanceof RegoString(var text) ? text : ValueText.write(value))
                        .collect(Collectors.joining(" "));
    }

    private static String quoted(String text) {
        return text.replaceAll("([*?\\\\\\[\\]{}])", "\\\\$1");
    }
}
