package dev.mixer.adapters.opa.graphql;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import graphql.language.Argument;
import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.Directive;
import graphql.language.EnumValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.ListType;
import graphql.language.Node;
import graphql.language.NonNullType;
import graphql.language.NullValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Type;
import graphql.language.TypeName;
import graphql.language.Value;
import graphql.language.VariableReference;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * What queries and schemas have in common, in the form that OPA gives it (the AST of gqlparser 2, without positions and without what
 * is null or empty).
 */
final class Trees {
    private final Source source;

    Trees(Source source) {
        this.source = source;
    }

    static <T> void list(
            String key,
            List<? extends T> nodes,
            RegoObject.Builder into,
            Function<? super T, ? extends RegoValue> tree) {
        if (!nodes.isEmpty()) {
            into.put(key, new RegoArray(nodes.stream().<RegoValue>map(tree).toList()));
        }
    }

    static void names(String key, List<String> names, RegoObject.Builder into) {
        list(key, names, into, RegoString::new);
    }

    /** The comments before a node, under {@code key}. */
    static void comments(String key, Node<?> node, RegoObject.Builder into) {
        var comments = node.getComments();
        if (!comments.isEmpty()) {
            var group = RegoObject.builder();
            list(
                    "List",
                    comments,
                    group,
                    comment -> RegoObject.of("Value", new RegoString("#" + comment.getContent())));
            into.put(key, group.build());
        }
    }

    void directives(List<Directive> directives, RegoObject.Builder into) {
        list("Directives", directives, into, directive -> {
            var tree = RegoObject.builder().put("Name", directive.getName()).put("Location", "");
            arguments(directive.getArguments(), tree);
            return tree.build();
        });
    }

    void arguments(List<Argument> arguments, RegoObject.Builder into) {
        list("Arguments", arguments, into, argument -> {
            var tree = RegoObject.builder().put("Name", argument.getName()).put("Value", value(argument.getValue()));
            comments("Comment", argument, tree);
            return tree.build();
        });
    }

    static RegoObject type(Type<?> type) {
        var tree = RegoObject.builder();
        var inner = type instanceof NonNullType required ? required.getType() : type;
        tree.put("NonNull", RegoValue.of(type instanceof NonNullType));
        if (inner instanceof ListType list) {
            tree.put("NamedType", "").put("Elem", type(list.getType()));
        } else {
            tree.put("NamedType", ((TypeName) inner).getName());
        }
        return tree.build();
    }

    RegoObject value(Value<?> value) {
        return switch (value) {
            case VariableReference variable -> tree(variable, Kind.VARIABLE, variable.getName());
            case IntValue whole ->
                tree(
                        whole,
                        Kind.INT,
                        source.number(
                                whole.getSourceLocation(), whole.getValue().toString()));
            case FloatValue number ->
                tree(
                        number,
                        Kind.FLOAT,
                        source.number(
                                number.getSourceLocation(), number.getValue().toString()));
            case StringValue string ->
                tree(
                        string,
                        source.isBlock(string.getSourceLocation()) ? Kind.BLOCK : Kind.STRING,
                        Objects.requireNonNullElse(string.getValue(), ""));
            case BooleanValue bool -> tree(bool, Kind.BOOLEAN, bool.isValue() ? "true" : "false");
            case NullValue none -> tree(none, Kind.NULL, "null");
            case EnumValue constant -> tree(constant, Kind.ENUM, constant.getName());
            case ArrayValue array -> {
                var tree = begin(array, Kind.LIST, "");
                list(
                        "Children",
                        array.getValues(),
                        tree,
                        element -> child("", (Value<?>) element).build());
                yield tree.build();
            }
            case ObjectValue object -> {
                var tree = begin(object, Kind.OBJECT, "");
                list("Children", object.getObjectFields(), tree, this::field);
                yield tree.build();
            }
            default -> throw new IllegalStateException("no such value: " + value.getClass());
        };
    }

    private RegoObject field(ObjectField field) {
        var tree = child(field.getName(), field.getValue());
        comments("Comment", field, tree);
        return tree.build();
    }

    private RegoObject.Builder child(String name, Value<?> value) {
        return RegoObject.builder().put("Name", name).put("Value", value(value));
    }

    private static RegoObject tree(Value<?> value, Kind kind, String raw) {
        return begin(value, kind, raw).build();
    }

    private static RegoObject.Builder begin(Value<?> value, Kind kind, String raw) {
        var tree = RegoObject.builder()
                .put("Raw", raw)
                .put("Kind", RegoValue.of(kind.number()))
                .put("ExpectedTypeHasDefault", RegoValue.of(false));
        if (kind == Kind.LIST || kind == Kind.OBJECT) {
            comments("Comment", value, tree);
        }
        return tree;
    }
}
