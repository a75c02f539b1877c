package dev.mixer.adapters.opa.graphql;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes trees as GraphQL. A tree may be made by anyone, so whatever is written as it is must be a name or a number: else a name
 * could smuggle in more than a name.
 */
final class TreeText {
    private static final Pattern NAME = Pattern.compile("[_A-Za-z][_0-9A-Za-z]*");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    /** Deeper trees are refused. */
    private static final int DEEPEST = 300;

    private final StringBuilder text = new StringBuilder();
    private int depth;

    TreeText raw(String words) {
        text.append(words);
        return this;
    }

    TreeText name(RegoObject tree, String key) throws GraphQlException {
        return checkedName(string(tree, key));
    }

    TreeText checkedName(String name) throws GraphQlException {
        if (!NAME.matcher(name).matches()) {
            throw new GraphQlException("no GraphQL: a name in the tree is none");
        }
        text.append(name).append(' ');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** Writes one element. */
    @FunctionalInterface
    interface Part {
        void write(RegoObject tree) throws GraphQlException;
    }

    TreeText each(RegoObject tree, String key, Part part) throws GraphQlException {
        deeper();
        for (var element : list(tree, key)) {
            part.write(object(element));
            text.append('\n');
        }
        depth--;
        return this;
    }

    TreeText enclosed(String open, RegoObject tree, String key, Part part, String close) throws GraphQlException {
        return list(tree, key).isEmpty()
                ? this
                : raw(open).each(tree, key, part).raw(close);
    }

    private void deeper() throws GraphQlException {
        if (++depth > DEEPEST) {
            throw new GraphQlException("no GraphQL: the tree is too deep");
        }
    }

    TreeText description(RegoObject tree) throws GraphQlException {
        var description = string(tree, "Description");
        return description.isEmpty() ? this : quoted(description).raw("\n");
    }

    private TreeText quoted(String string) {
        return raw(Json.write(new RegoString(string))); // escapes are the same
    }

    TreeText directives(RegoObject tree) throws GraphQlException {
        return each(
                tree,
                "Directives",
                directive -> raw("@").name(directive, "Name").arguments(directive));
    }

    TreeText arguments(RegoObject tree) throws GraphQlException {
        return enclosed(
                "(",
                tree,
                "Arguments",
                argument -> name(argument, "Name").raw(": ").value(member(argument, "Value")),
                ")");
    }

    TreeText type(RegoObject type) throws GraphQlException {
        deeper();
        if (type.get("Elem") instanceof RegoObject element) {
            raw("[").type(element).raw("]");
        } else {
            name(type, "NamedType");
        }
        depth--;
        return flag(type, "NonNull") ? raw("! ") : raw(" ");
    }

    TreeText defaultValue(RegoObject tree) throws GraphQlException {
        return tree.get("DefaultValue") instanceof RegoObject value ? raw("= ").value(value) : this;
    }

    TreeText value(RegoObject value) throws GraphQlException {
        var raw = string(value, "Raw");
        switch (kind(value)) {
            case VARIABLE -> raw("$").checkedName(raw);
            case INT, FLOAT -> {
                if (!NUMBER.matcher(raw).matches()) {
                    throw new GraphQlException("no GraphQL: a number in the tree is none");
                }
                raw(raw).raw(" ");
            }
            case STRING, BLOCK -> quoted(raw).raw(" ");
            case BOOLEAN, ENUM, NULL -> checkedName(raw);
            case LIST ->
                raw("[").each(value, "Children", child -> value(member(child, "Value")))
                        .raw("]");
            case OBJECT ->
                raw("{").each(
                                value,
                                "Children",
                                child -> name(child, "Name").raw(": ").value(member(child, "Value")))
                        .raw("}");
        }
        return this;
    }

    private static Kind kind(RegoObject value) throws GraphQlException {
        var kind = Kind.of(
                value.get("Kind") instanceof RegoNumber number ? number.asLong().orElse(-1) : 0);
        if (kind == null) {
            throw new GraphQlException("no GraphQL: no such kind of value in the tree");
        }
        return kind;
    }

    static String string(RegoObject tree, String key) throws GraphQlException {
        return switch (tree.get(key)) {
            case null -> "";
            case RegoNull _ -> "";
            case RegoString(var string) -> string;
            default -> throw new GraphQlException("no GraphQL: " + key + " in the tree is no string");
        };
    }

    static boolean flag(RegoObject tree, String key) {
        return RegoValue.of(true).equals(tree.get(key));
    }

    static RegoObject member(RegoObject tree, String key) throws GraphQlException {
        if (tree.get(key) instanceof RegoObject member) {
            return member;
        }
        throw new GraphQlException("no GraphQL: " + key + " in the tree is missing");
    }

    static List<RegoValue> list(RegoObject tree, String key) throws GraphQlException {
        return switch (tree.get(key)) {
            case null -> List.of();
            case RegoNull _ -> List.of();
            case RegoArray(var elements) -> elements;
            default -> throw new GraphQlException("no GraphQL: " + key + " in the tree is no array");
        };
    }

    static RegoObject object(RegoValue element) throws GraphQlException {
        if (element instanceof RegoObject object) {
            return object;
        }
        throw new GraphQlException("no GraphQL: an element in the tree is no object");
    }
}
