package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.graphql.GraphQlException;
import dev.mixer.adapters.opa.graphql.GraphQlQuery;
import dev.mixer.adapters.opa.graphql.GraphQlSchema;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.adapters.opa.value.ValueText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** GraphQL (edition of October 2021): reading queries and schemas, and judging them. Either may be a text or a tree that was read. */
final class GraphQlBuiltins {
    private static final RegoArray REFUSED = RegoArray.of(RegoValue.of(false), RegoObject.EMPTY, RegoObject.EMPTY);

    private static final int WARM_UP_ROUNDS = 30;
    private static final String SAMPLE_SCHEMA =
            "type Query { orders(first: Int = 10, by: Order): [Item!] } enum Order { ASC DESC }"
                    + " interface Item { id: ID! } type Book implements Item { id: ID! title: String }";
    private static final String SAMPLE_QUERY =
            "query Some($n: Int) { orders(first: $n, by: ASC) { id ... on Book { title } ...More } }"
                    + " fragment More on Item { __typename }";

    /** Begins what a tree is kept by, so that no text is taken for it. */
    private static final String TREE = "\0";

    /** What was made of longer schemas takes more memory than keeping it is worth. */
    private static final int LONGEST_KEPT = 1 << 18;

    /** As many as OPA keeps. */
    private final Memo<Schema> schemas = new Memo<>(10);

    private final AtomicBoolean warm = new AtomicBoolean();

    /** What was read of a schema, and what can judge queries. */
    private record Schema(RegoObject tree, GraphQlSchema judge) {}

    static List<Builtin> all() {
        var graphQl = new GraphQlBuiltins();
        return graphQl.builtins().stream()
                .map(builtin -> builtin.warmedUpBy(graphQl::warmUp))
                .toList();
    }

    /** The library has many classes, and its parser learns from what it reads. */
    private void warmUp() {
        if (warm.getAndSet(true)) {
            return;
        }
        try {
            for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                var schema = made(GraphQlSchema.parse(SAMPLE_SCHEMA));
                schema.judge()
                        .check(GraphQlQuery.of(GraphQlQuery.parse(SAMPLE_QUERY).tree()));
            }
        } catch (GraphQlException e) {
            throw new IllegalStateException("the samples are valid", e);
        }
    }

    private List<Builtin> builtins() {
        return List.of(
                Builtin.of("graphql.parse_query", (text, context) -> {
                    var query = Operands.string(text, 1);
                    return read(() -> GraphQlQuery.parse(query).tree(), context);
                }),
                Builtin.of("graphql.parse_schema", (text, context) -> {
                    var schema = Operands.string(text, 1);
                    return read(() -> GraphQlSchema.parse(schema), context);
                }),
                Builtin.of("graphql.parse", this::parse),
                Builtin.of("graphql.parse_and_verify", (query, schema, context) -> {
                    try {
                        var trees = parse(query, schema, context).elements();
                        return RegoArray.of(RegoValue.of(true), trees.get(0), trees.get(1));
                    } catch (BuiltinException e) {
                        return REFUSED;
                    }
                }),
                Builtin.of("graphql.is_valid", (query, schema, context) -> {
                    try {
                        parse(query, schema, context);
                        return RegoValue.of(true);
                    } catch (BuiltinException e) {
                        return RegoValue.of(false);
                    }
                }),
                Builtin.of("graphql.schema_is_valid", (schema, context) -> {
                    try {
                        schema(schema, 1, context);
                        return RegoValue.of(true);
                    } catch (BuiltinException e) {
                        return RegoValue.of(false);
                    }
                }));
    }

    private RegoArray parse(RegoValue query, RegoValue schema, BuiltinContext context) throws BuiltinException {
        var read = read(
                () -> switch (query) {
                    case RegoString(var text) -> GraphQlQuery.parse(text);
                    case RegoObject tree -> GraphQlQuery.of(tree);
                    default -> throw Operands.wrongType(query, 1, "a string or an object");
                },
                context);
        var known = schema(schema, 2, context);
        return read(
                () -> {
                    known.judge().check(read);
                    return RegoArray.of(read.tree(), known.tree());
                },
                context);
    }

    private Schema schema(RegoValue schema, int position, BuiltinContext context) throws BuiltinException {
        return switch (schema) {
            case RegoString(var text) ->
                schemas.get(key(text), _ -> read(() -> made(GraphQlSchema.parse(text)), context));
            case RegoObject tree ->
                schemas.get(
                        key(TREE + ValueText.write(tree)), _ -> read(() -> made(GraphQlSchema.normal(tree)), context));
            default -> throw Operands.wrongType(schema, position, "a string or an object");
        };
    }

    /** A digest in place of a long text, as far as it is worth to keep what was made of it. */
    private static String key(String text) throws BuiltinException {
        try {
            return text.length() > LONGEST_KEPT
                    ? text
                    : HexFormat.of()
                            .formatHex(
                                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new BuiltinException("this Java lacks SHA-256", e);
        }
    }

    private static Schema made(RegoObject tree) throws GraphQlException {
        return new Schema(tree, GraphQlSchema.of(tree));
    }

    /** Something that reads GraphQL. */
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws GraphQlException, BuiltinException;
    }

    /** The library cannot be stopped on its way, so the time is looked at around it; what it takes at once is bounded by size. */
    private static <T> T read(Reading<T> reading, BuiltinContext context) throws BuiltinException {
        context.checkpoint();
        try {
            return reading.read();
        } catch (GraphQlException e) {
            throw new BuiltinException(String.valueOf(e.getMessage()));
        } finally {
            context.checkpoint();
        }
    }
}
