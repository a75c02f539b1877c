package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.builtin.TemplateNode.Path;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoBoolean;
import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoSet;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Texts from templates; see {@link TemplateReader} for what those may hold. */
final class TemplateBuiltins {
    private static final String NOTHING = "<undefined>";

    private final RegoObject root;
    private final BuiltinContext context;
    private final StringBuilder out = new StringBuilder();

    /**
     * A variable.
     *
     * @param counted whether it is the index of an element: Go takes numbers of the arguments for texts, which are true even where they
     *     are 0, but indexes for numbers
     */
    private record Variable(RegoValue value, boolean counted) {}

    private TemplateBuiltins(RegoObject root, BuiltinContext context) {
        this.root = root;
        this.context = context;
    }

    static List<Builtin> all() {
        return List.of(Builtin.of("strings.render_template", (template, values, context) -> {
            var nodes = TemplateReader.read(Operands.string(template, 1));
            var root = Operands.object(values, 2);
            requireJson(root);
            var run = new TemplateBuiltins(root, context);
            run.all(nodes, run.root, Map.of("$", new Variable(run.root, false)));
            // What has no value is marked like this in Go, whatever text is like it.
            return Results.text(run.out.toString().replace("<no value>", NOTHING), context);
        }));
    }

    /** OPA hands the values over as JSON, which has no sets and no keys but strings. */
    private static void requireJson(RegoValue value) throws BuiltinException {
        switch (value) {
            case RegoSet _ -> throw new BuiltinException("argument 2 must not hold sets");
            case RegoArray(var elements) -> {
                for (var element : elements) {
                    requireJson(element);
                }
            }
            case RegoObject object -> {
                for (var key : object.keys()) {
                    Operands.string(key, 2);
                }
                for (var member : object.values()) {
                    requireJson(member);
                }
            }
            default -> {
                // all others are the same in JSON
            }
        }
    }

    private void all(List<TemplateNode> nodes, @Nullable RegoValue dot, Map<String, Variable> variables)
            throws BuiltinException {
        for (var node : nodes) {
            context.checkpoint();
            switch (node) {
                case TemplateNode.Text(var text) -> add(text);
                case TemplateNode.Print(var path) -> add(printed(find(path, dot, variables)));
                case TemplateNode.If(var path, var then, var otherwise) ->
                    all(isTrue(path, dot, variables) ? then : otherwise, dot, variables);
                case TemplateNode.With(var path, var then, var otherwise) -> {
                    if (isTrue(path, dot, variables)) {
                        all(then, find(path, dot, variables), variables);
                    } else {
                        all(otherwise, dot, variables);
                    }
                }
                case TemplateNode.Range range -> range(range, dot, variables);
            }
        }
    }

    private void add(String text) {
        Results.checkText((long) out.length() + text.length(), context);
        out.append(text);
    }

    private void range(TemplateNode.Range range, @Nullable RegoValue dot, Map<String, Variable> variables)
            throws BuiltinException {
        var over = find(range.path(), dot, variables);
        switch (over) {
            case null -> all(range.otherwise(), dot, variables);
            case RegoNull _ -> all(range.otherwise(), dot, variables);
            case RegoArray(var elements) when !elements.isEmpty() -> elements(range, elements, variables);
            case RegoObject object
            when object.size() > 0 -> {
                for (int i = 0; i < object.size(); i++) {
                    round(
                            range,
                            new Variable(object.keys().get(i), false),
                            object.values().get(i),
                            variables);
                }
            }
            case RegoArray _ -> all(range.otherwise(), dot, variables);
            case RegoObject _ -> all(range.otherwise(), dot, variables);
            default -> throw new BuiltinException("range in the template is over what has no elements");
        }
    }

    private void elements(TemplateNode.Range range, List<RegoValue> elements, Map<String, Variable> variables)
            throws BuiltinException {
        for (int i = 0; i < elements.size(); i++) {
            round(range, new Variable(RegoNumber.of(i), true), elements.get(i), variables);
        }
    }

    private void round(TemplateNode.Range range, Variable key, RegoValue value, Map<String, Variable> variables)
            throws BuiltinException {
        var inner = new HashMap<>(variables);
        if (!range.key().isEmpty()) {
            inner.put(range.key(), key);
        }
        if (!range.value().isEmpty()) {
            inner.put(range.value(), new Variable(value, false));
        }
        all(range.then(), value, inner);
    }

    /** The value, or null where a key is missing. */
    private static @Nullable RegoValue find(Path path, @Nullable RegoValue dot, Map<String, Variable> variables)
            throws BuiltinException {
        var value = dot;
        if (!path.start().isEmpty()) {
            var variable = variables.get(path.start());
            if (variable == null) {
                throw new BuiltinException("the template has no variable " + path.start());
            }
            value = variable.value();
        }
        for (var field : path.fields()) {
            if (value == null) {
                return null; // what a missing key has is missing too
            }
            if (!(value instanceof RegoObject object)) {
                throw new BuiltinException("the template asks for " + field + " of what has no fields");
            }
            value = object.get(field);
        }
        return value;
    }

    private static boolean isTrue(Path path, @Nullable RegoValue dot, Map<String, Variable> variables)
            throws BuiltinException {
        var value = find(path, dot, variables);
        var variable = variables.get(path.start());
        if (variable != null && variable.counted() && path.fields().isEmpty()) {
            return !variable.value().equals(RegoNumber.of(0));
        }
        return switch (value) {
            case null -> false;
            case RegoNull _ -> false;
            case RegoBoolean(var bool) -> bool;
            case RegoString(var text) -> !text.isEmpty();
            case RegoNumber _ -> true;
            case RegoArray(var elements) -> !elements.isEmpty();
            case RegoSet _ -> false; // is refused before
            case RegoObject object -> object.size() > 0;
        };
    }

    private static String printed(@Nullable RegoValue value) {
        return value == null || value instanceof RegoNull ? NOTHING : inner(value);
    }

    private static String inner(RegoValue value) {
        return switch (value) {
            case RegoNull _ -> "<nil>";
            case RegoString(var text) -> text;
            case RegoNumber number -> number.text();
            case RegoBoolean bool -> bool.toString();
            case RegoArray(var elements) -> list(elements);
            case RegoSet _ -> ""; // is refused before
            case RegoObject object -> {
                var text = new StringBuilder("map[");
                for (int i = 0; i < object.size(); i++) {
                    text.append(i == 0 ? "" : " ")
                            .append(inner(object.keys().get(i)))
                            .append(':')
                            .append(inner(object.values().get(i)));
                }
                yield text.append(']').toString();
            }
        };
    }

    private static String list(List<RegoValue> elements) {
        return elements.stream().map(TemplateBuiltins::inner).collect(Collectors.joining(" ", "[", "]"));
    }
}
