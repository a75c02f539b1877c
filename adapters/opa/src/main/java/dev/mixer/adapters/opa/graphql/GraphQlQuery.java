package dev.mixer.adapters.opa.graphql;

import dev.mixer.adapters.opa.value.RegoObject;
import graphql.language.Document;

/** Operations and fragments that are GraphQL; whether a schema allows them is asked of {@link GraphQlSchema#check}. Immutable. */
public final class GraphQlQuery {
    private final Document document;
    private final RegoObject tree;

    private GraphQlQuery(Document document, RegoObject tree) {
        this.document = document;
        this.tree = tree;
    }

    /** Reads a text, which may be empty. */
    public static GraphQlQuery parse(String text) throws GraphQlException {
        var source = new Source(text);
        var document = source.parse();
        return new GraphQlQuery(document, QueryTrees.of(document, source));
    }

    /** Reads a tree as {@link #tree} gives it. */
    public static GraphQlQuery of(RegoObject tree) throws GraphQlException {
        return parse(QueryText.of(tree));
    }

    /** The form that OPA's builtins give. */
    public RegoObject tree() {
        return tree;
    }

    Document document() {
        return document;
    }
}
