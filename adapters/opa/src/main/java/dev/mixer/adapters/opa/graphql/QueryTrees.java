package dev.mixer.adapters.opa.graphql;

import static dev.mixer.adapters.opa.graphql.Trees.comments;
import static dev.mixer.adapters.opa.graphql.Trees.list;

import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoValue;
import graphql.language.Definition;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.VariableDefinition;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Documents of operations as trees. */
final class QueryTrees {
    private final Trees trees;
    private final Source source;

    private QueryTrees(Source source) {
        this.trees = new Trees(source);
        this.source = source;
    }

    static RegoObject of(Document document, Source source) throws GraphQlException {
        for (Definition<?> definition : document.getDefinitions()) {
            if (!(definition instanceof OperationDefinition) && !(definition instanceof FragmentDefinition)) {
                throw new GraphQlException("no query" + Source.place(definition.getSourceLocation()));
            }
        }
        var trees = new QueryTrees(source);
        var tree = RegoObject.builder();
        list("Operations", document.getDefinitionsOfType(OperationDefinition.class), tree, trees::operation);
        list("Fragments", document.getDefinitionsOfType(FragmentDefinition.class), tree, trees::fragment);
        return tree.build();
    }

    private RegoObject operation(OperationDefinition operation) {
        var tree = RegoObject.builder()
                .put("Operation", operation.getOperation().name().toLowerCase(Locale.ROOT))
                .put("Name", Objects.requireNonNullElse(operation.getName(), ""));
        list("VariableDefinitions", operation.getVariableDefinitions(), tree, this::variable);
        trees.directives(operation.getDirectives(), tree);
        selections(operation.getSelectionSet(), tree);
        if (!source.startsWith(operation.getSourceLocation(), "{")) { // there OPA keeps none
            comments("Comment", operation, tree);
        }
        return tree.build();
    }

    private RegoObject variable(VariableDefinition variable) {
        var tree = RegoObject.builder()
                .put("Variable", variable.getName())
                .put("Type", Trees.type(variable.getType()))
                .put("Used", RegoValue.of(false));
        if (variable.getDefaultValue() != null) {
            tree.put("DefaultValue", trees.value(variable.getDefaultValue()));
        }
        trees.directives(variable.getDirectives(), tree);
        comments("Comment", variable, tree);
        return tree.build();
    }

    private RegoObject fragment(FragmentDefinition fragment) {
        var tree = RegoObject.builder()
                .put("Name", fragment.getName())
                .put("TypeCondition", fragment.getTypeCondition().getName());
        trees.directives(fragment.getDirectives(), tree);
        selections(fragment.getSelectionSet(), tree);
        comments("Comment", fragment, tree);
        return tree.build();
    }

    private void selections(@Nullable SelectionSet set, RegoObject.Builder into) {
        if (set != null) {
            list("SelectionSet", set.getSelections(), into, this::selection);
        }
    }

    private RegoObject selection(Selection<?> selection) {
        var tree = RegoObject.builder();
        switch (selection) {
            case Field field -> {
                tree.put("Alias", Objects.requireNonNullElse(field.getAlias(), field.getName()))
                        .put("Name", field.getName());
                trees.arguments(field.getArguments(), tree);
                trees.directives(field.getDirectives(), tree);
                selections(field.getSelectionSet(), tree);
                comments("Comment", field, tree);
            }
            case FragmentSpread spread -> {
                tree.put("Name", spread.getName());
                trees.directives(spread.getDirectives(), tree);
                comments("Comment", spread, tree);
            }
            case InlineFragment fragment -> {
                var condition = fragment.getTypeCondition();
                tree.put("TypeCondition", condition == null ? "" : condition.getName());
                trees.directives(fragment.getDirectives(), tree);
                selections(fragment.getSelectionSet(), tree);
                comments("Comment", fragment, tree);
            }
            default -> throw new IllegalStateException("no such selection: " + selection.getClass());
        }
        return tree.build();
    }
}
