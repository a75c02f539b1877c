package dev.mixer.adapters.opa.graphql;

import static dev.mixer.adapters.opa.graphql.TreeText.flag;
import static dev.mixer.adapters.opa.graphql.TreeText.list;
import static dev.mixer.adapters.opa.graphql.TreeText.member;
import static dev.mixer.adapters.opa.graphql.TreeText.object;
import static dev.mixer.adapters.opa.graphql.TreeText.string;

import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Trees of types as GraphQL. */
final class SchemaText {
    private static final Map<String, String> KEYWORDS = Map.of(
            "SCALAR", "scalar ",
            "OBJECT", "type ",
            "INTERFACE", "interface ",
            "UNION", "union ",
            "ENUM", "enum ",
            "INPUT_OBJECT", "input ");

    private final TreeText out = new TreeText();

    /** The text of a tree as it is. */
    static String of(RegoObject tree) throws GraphQlException {
        var text = new SchemaText();
        text.out.each(tree, "Schema", schema -> text.schema("", schema));
        text.out.each(tree, "SchemaExtension", schema -> text.schema("extend ", schema));
        text.out.each(tree, "Directives", text::directive);
        text.out.each(tree, "Definitions", type -> text.type("", type));
        text.out.each(tree, "Extensions", type -> text.type("extend ", type));
        return text.toString();
    }

    SchemaText raw(String words) {
        out.raw(words);
        return this;
    }

    void schema(String before, RegoObject tree) throws GraphQlException {
        if (before.isEmpty()) {
            out.description(tree);
        }
        out.raw(before).raw("schema ").directives(tree);
        out.enclosed(
                "{",
                tree,
                "OperationTypes",
                root -> out.name(root, "Operation").raw(": ").name(root, "Type"),
                "}");
    }

    void directive(RegoObject tree) throws GraphQlException {
        out.description(tree).raw("directive @").name(tree, "Name");
        out.enclosed("(", tree, "Arguments", this::input, ")");
        out.raw(flag(tree, "IsRepeatable") ? "repeatable on " : "on ");
        names(tree, "Locations", "| ");
    }

    void type(String before, RegoObject tree) throws GraphQlException {
        if (before.isEmpty()) {
            out.description(tree);
        }
        var kind = string(tree, "Kind");
        var keyword = KEYWORDS.get(kind);
        if (keyword == null) {
            throw new GraphQlException("no GraphQL: no such kind of type in the tree");
        }
        out.raw(before).raw(keyword).name(tree, "Name");
        if (!list(tree, "Interfaces").isEmpty()) {
            out.raw("implements ");
            names(tree, "Interfaces", "& ");
        }
        out.directives(tree);
        if (!list(tree, "Types").isEmpty()) {
            out.raw("= ");
            names(tree, "Types", "| ");
        }
        out.enclosed("{", tree, "EnumValues", this::constant, "}");
        out.enclosed("{", tree, "Fields", kind.equals("INPUT_OBJECT") ? this::input : this::field, "}");
        out.raw("\n");
    }

    private void names(RegoObject tree, String key, String separator) throws GraphQlException {
        var between = "";
        for (var name : list(tree, key)) {
            if (!(name instanceof RegoString(var text))) {
                throw new GraphQlException("no GraphQL: " + key + " in the tree are no names");
            }
            out.raw(between).checkedName(text);
            between = separator;
        }
    }

    private void field(RegoObject tree) throws GraphQlException {
        out.description(tree).name(tree, "Name");
        out.enclosed("(", tree, "Arguments", this::input, ")");
        out.raw(": ").type(member(tree, "Type")).directives(tree);
    }

    private void input(RegoObject tree) throws GraphQlException {
        if (!list(tree, "Arguments").isEmpty()) {
            throw new GraphQlException("no GraphQL: an input field in the tree has arguments");
        }
        out.description(tree).name(tree, "Name").raw(": ").type(member(tree, "Type"));
        out.defaultValue(tree).directives(tree);
    }

    private void constant(RegoObject tree) throws GraphQlException {
        out.description(tree).name(tree, "Name").directives(tree);
    }

    @Override
    public String toString() {
        return out.toString();
    }

    /** The elements of a list in the tree. */
    static List<RegoObject> objects(RegoObject tree, String key) throws GraphQlException {
        var objects = new ArrayList<RegoObject>();
        for (var element : list(tree, key)) {
            objects.add(object(element));
        }
        return objects;
    }
}
