package dev.mixer.adapters.opa.graphql;

/** A text or a tree that is no GraphQL, or not valid. The message quotes nothing of it, since queries may hold secrets. */
public final class GraphQlException extends Exception {
    private static final long serialVersionUID = 1L;

    GraphQlException(String message) {
        super(message, null, false, false);
    }
}
