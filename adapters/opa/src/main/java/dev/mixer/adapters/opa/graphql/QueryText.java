package dev.mixer.adapters.opa.graphql;

import static dev.mixer.adapters.opa.graphql.TreeText.list;
import static dev.mixer.adapters.opa.graphql.TreeText.member;
import static dev.mixer.adapters.opa.graphql.TreeText.string;

import dev.mixer.adapters.opa.value.RegoObject;
import java.util.Set;

/** Trees of operations as GraphQL. */
final class QueryText {
    private static final Set<String> OPERATIONS = Set.of("query", "mutation", "subscription");

    private final TreeText out = new TreeText();

    private QueryText() {}

    static String of(RegoObject tree) throws GraphQlException {
        var text = new QueryText();
        text.out.each(tree, "Operations", text::operation).each(tree, "Fragments", text::fragment);
        return text.out.toString();
    }

    private void operation(RegoObject tree) throws GraphQlException {
        var operation = string(tree, "Operation");
        if (!OPERATIONS.contains(operation)) {
            throw new GraphQlException("no GraphQL: no such operation in the tree");
        }
        out.raw(operation).raw(" ");
        if (!string(tree, "Name").isEmpty()) {
            out.name(tree, "Name");
        }
        out.enclosed("(", tree, "VariableDefinitions", this::variable, ")").directives(tree);
        selections(tree);
    }

    private void variable(RegoObject tree) throws GraphQlException {
        out.raw("$").name(tree, "Variable").raw(": ").type(member(tree, "Type"));
        out.defaultValue(tree).directives(tree);
    }

    private void fragment(RegoObject tree) throws GraphQlException {
        if (!list(tree, "VariableDefinition").isEmpty()) {
            throw new GraphQlException("no GraphQL: variables of fragments are not in the language");
        }
        out.raw("fragment ")
                .name(tree, "Name")
                .raw("on ")
                .name(tree, "TypeCondition")
                .directives(tree);
        selections(tree);
    }

    private void selections(RegoObject tree) throws GraphQlException {
        out.raw("{").each(tree, "SelectionSet", this::selection).raw("}");
    }

    /** Fields have an alias in every tree, inline fragments a type condition, which may be empty. */
    private void selection(RegoObject tree) throws GraphQlException {
        if (tree.get("Alias") != null) {
            if (!string(tree, "Alias").isEmpty()) {
                out.name(tree, "Alias").raw(": ");
            }
            out.name(tree, "Name").arguments(tree).directives(tree);
            if (!list(tree, "SelectionSet").isEmpty()) {
                selections(tree);
            }
        } else if (tree.get("TypeCondition") != null) {
            out.raw("... ");
            if (!string(tree, "TypeCondition").isEmpty()) {
                out.raw("on ").name(tree, "TypeCondition");
            }
            out.directives(tree);
            selections(tree);
        } else {
            out.raw("...").name(tree, "Name").directives(tree);
        }
    }
}
