package dev.mixer.adapters.opa.graphql;

import static dev.mixer.adapters.opa.graphql.SchemaText.objects;
import static dev.mixer.adapters.opa.graphql.TreeText.list;
import static dev.mixer.adapters.opa.graphql.TreeText.string;

import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoValue;
import graphql.GraphQLException;
import graphql.language.OperationDefinition;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import graphql.schema.idl.errors.SchemaProblem;
import graphql.validation.Validator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Types that are valid, in OPA's sense, which is wider than the specification's in this: extensions of types that are nowhere define
 * them, a schema may do without queries, and the standard directives may be defined again. Immutable.
 */
public final class GraphQlSchema {
    private static final Set<String> STANDARD_TYPES = Set.of("Int", "Float", "String", "Boolean", "ID");
    private static final Set<String> STANDARD_DIRECTIVES =
            Set.of("include", "skip", "deprecated", "specifiedBy", "oneOf", "defer");
    private static final String DEFER =
            "directive @defer(if: Boolean = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT\n";

    /** Stands in for the queries of a schema that has none; no operation may use it. */
    private static final String NO_QUERIES = "MixerNoQueries";

    private final GraphQLSchema schema;
    private final Set<String> operations;

    private GraphQlSchema(GraphQLSchema schema, Set<String> operations) {
        this.schema = schema;
        this.operations = Set.copyOf(operations);
    }

    /** Reads a text, which may be empty, without judging whether it is valid; gives the form that OPA's builtins give. */
    public static RegoObject parse(String text) throws GraphQlException {
        var source = new Source(text);
        return SchemaTrees.of(source.parse(), source);
    }

    /** Reads a tree; gives it as {@link #parse} would. */
    public static RegoObject normal(RegoObject tree) throws GraphQlException {
        return parse(SchemaText.of(tree));
    }

    /**
     * Judges a schema.
     *
     * @param tree as {@link #parse} gives it
     * @throws GraphQlException if it is not valid
     */
    public static GraphQlSchema of(RegoObject tree) throws GraphQlException {
        var types = types(tree);
        var roots = roots(tree, types);
        var text = new SchemaText();
        if (!roots.containsKey("query")) {
            text.raw("type " + NO_QUERIES + " { none: Int }\n");
        }
        text.raw("schema { query: " + roots.getOrDefault("query", NO_QUERIES) + "\n");
        roots.forEach((operation, type) -> {
            if (!operation.equals("query")) {
                text.raw(operation + ": " + type + "\n");
            }
        });
        text.raw("}\n" + DEFER);
        for (var key : List.of("Schema", "SchemaExtension")) {
            for (var schema : objects(tree, key)) {
                if (!list(schema, "Directives").isEmpty()) {
                    text.schema("extend ", RegoObject.of("Directives", member(schema)));
                    text.raw("\n");
                }
            }
        }
        for (var directive : objects(tree, "Directives")) {
            if (!STANDARD_DIRECTIVES.contains(string(directive, "Name"))) {
                text.directive(directive);
                text.raw("\n");
            }
        }
        for (var type : objects(tree, "Definitions")) {
            text.type("", type);
        }
        var defined = new LinkedHashSet<String>();
        objects(tree, "Definitions").forEach(type -> defined.add(name(type)));
        for (var type : objects(tree, "Extensions")) {
            boolean first = defined.add(name(type)) && !STANDARD_TYPES.contains(name(type));
            text.type(first ? "" : "extend ", type);
        }
        return new GraphQlSchema(generated(text.toString()), roots.keySet());
    }

    private static RegoValue member(RegoObject schema) {
        return Objects.requireNonNull(schema.get("Directives"));
    }

    private static String name(RegoObject type) {
        try {
            return string(type, "Name");
        } catch (GraphQlException e) {
            return ""; // told when it is written
        }
    }

    /** The names of all types. */
    private static Set<String> types(RegoObject tree) throws GraphQlException {
        var types = new LinkedHashSet<String>();
        for (var type : objects(tree, "Definitions")) {
            var name = string(type, "Name");
            if (!types.add(name) || STANDARD_TYPES.contains(name) || name.equals(NO_QUERIES)) {
                throw new GraphQlException("the schema is not valid: a type is defined twice");
            }
        }
        for (var type : objects(tree, "Extensions")) {
            types.add(string(type, "Name"));
        }
        return types;
    }

    /** The type of each operation. */
    private static Map<String, String> roots(RegoObject tree, Set<String> types) throws GraphQlException {
        var schemas = objects(tree, "Schema");
        if (schemas.size() > 1) {
            throw new GraphQlException("the schema is not valid: it is defined twice");
        }
        var roots = new LinkedHashMap<String, String>();
        for (var key : List.of("Schema", "SchemaExtension")) {
            for (var schema : objects(tree, key)) {
                for (var root : objects(schema, "OperationTypes")) {
                    var type = string(root, "Type");
                    if (!types.contains(type)) {
                        throw new GraphQlException("the schema is not valid: the type of an operation is not defined");
                    }
                    roots.put(string(root, "Operation"), type);
                }
            }
        }
        if (schemas.isEmpty()) {
            for (var usual : List.of("Query", "Mutation", "Subscription")) {
                if (types.contains(usual)) {
                    roots.putIfAbsent(usual.toLowerCase(Locale.ROOT), usual);
                }
            }
        }
        if (!Set.of("query", "mutation", "subscription").containsAll(roots.keySet())) {
            throw new GraphQlException("the schema is not valid: no such operation");
        }
        return roots;
    }

    private static GraphQLSchema generated(String text) throws GraphQlException {
        try {
            return UnExecutableSchemaGenerator.makeUnExecutableSchema(
                    new SchemaParser().buildRegistry(new Source(text).parse()));
        } catch (SchemaProblem e) {
            throw new GraphQlException("the schema is not valid: "
                    + e.getErrors().getFirst().getClass().getSimpleName());
        } catch (GraphQLException e) {
            throw new GraphQlException(
                    "the schema is not valid: " + e.getClass().getSimpleName());
        }
    }

    /**
     * Judges a query.
     *
     * @throws GraphQlException if this schema does not allow it
     */
    public void check(GraphQlQuery query) throws GraphQlException {
        var document = query.document();
        for (var operation : document.getDefinitionsOfType(OperationDefinition.class)) {
            if (!operations.contains(operation.getOperation().name().toLowerCase(Locale.ROOT))) {
                throw new GraphQlException(
                        "the schema has no such operation" + Source.place(operation.getSourceLocation()));
            }
        }
        var errors = new Validator().validateDocument(schema, document, Locale.ENGLISH);
        if (!errors.isEmpty()) {
            var first = errors.getFirst();
            var places = first.getLocations();
            throw new GraphQlException("the query is not valid: " + first.getValidationErrorType()
                    + (places == null || places.isEmpty() ? "" : Source.place(places.getFirst())));
        }
    }
}
