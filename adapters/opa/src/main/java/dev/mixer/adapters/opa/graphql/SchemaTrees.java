package dev.mixer.adapters.opa.graphql;

import static dev.mixer.adapters.opa.graphql.Trees.comments;
import static dev.mixer.adapters.opa.graphql.Trees.list;
import static dev.mixer.adapters.opa.graphql.Trees.names;

import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoValue;
import graphql.introspection.Introspection.DirectiveLocation;
import graphql.language.AbstractDescribedNode;
import graphql.language.Definition;
import graphql.language.DirectiveDefinition;
import graphql.language.Document;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.InterfaceTypeDefinition;
import graphql.language.NamedNode;
import graphql.language.ObjectTypeDefinition;
import graphql.language.OperationTypeDefinition;
import graphql.language.SDLDefinition;
import graphql.language.SDLExtensionDefinition;
import graphql.language.ScalarTypeDefinition;
import graphql.language.SchemaDefinition;
import graphql.language.Type;
import graphql.language.TypeDefinition;
import graphql.language.TypeName;
import graphql.language.UnionTypeDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Documents of types as trees. */
final class SchemaTrees {
    private static final Set<String> LOCATIONS =
            Arrays.stream(DirectiveLocation.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

    private final Trees trees;

    private SchemaTrees(Trees trees) {
        this.trees = trees;
    }

    static RegoObject of(Document document, Source source) throws GraphQlException {
        if (source.hasEmptyDefinition()) {
            throw new GraphQlException("no GraphQL: a definition has nothing between its braces");
        }
        var trees = new SchemaTrees(new Trees(source));
        var schemas = new ArrayList<SchemaDefinition>();
        var schemaExtensions = new ArrayList<SchemaDefinition>();
        var types = new ArrayList<TypeDefinition<?>>();
        var extensions = new ArrayList<TypeDefinition<?>>();
        for (Definition<?> definition : document.getDefinitions()) {
            check(definition);
            boolean extension = definition instanceof SDLExtensionDefinition;
            if (definition instanceof SchemaDefinition schema) {
                (extension ? schemaExtensions : schemas).add(schema);
            } else if (definition instanceof TypeDefinition<?> type) {
                (extension ? extensions : types).add(type);
            }
        }
        var tree = RegoObject.builder();
        list("Schema", schemas, tree, trees::schema);
        list("SchemaExtension", schemaExtensions, tree, trees::schema);
        list("Directives", document.getDefinitionsOfType(DirectiveDefinition.class), tree, trees::directive);
        list("Definitions", types, tree, trees::type);
        list("Extensions", extensions, tree, trees::type);
        return tree.build();
    }

    private static void check(Definition<?> definition) throws GraphQlException {
        var place = Source.place(definition.getSourceLocation());
        if (!(definition instanceof SDLDefinition)) {
            throw new GraphQlException("no schema" + place);
        }
        if (definition instanceof DirectiveDefinition directive) {
            for (var location : directive.getDirectiveLocations()) {
                if (!LOCATIONS.contains(location.getName())) {
                    throw new GraphQlException("no such place of a directive" + place);
                }
            }
        }
    }

    private RegoObject schema(SchemaDefinition schema) {
        var tree = RegoObject.builder();
        describe(schema, tree);
        trees.directives(schema.getDirectives(), tree);
        list("OperationTypes", schema.getOperationTypeDefinitions(), tree, SchemaTrees::operation);
        return tree.build();
    }

    private static RegoObject operation(OperationTypeDefinition operation) {
        var tree = RegoObject.builder()
                .put("Operation", operation.getName())
                .put("Type", operation.getTypeName().getName());
        comments("Comment", operation, tree);
        return tree.build();
    }

    private RegoObject directive(DirectiveDefinition directive) {
        var tree = named(directive, directive);
        list("Arguments", directive.getInputValueDefinitions(), tree, this::input);
        names(
                "Locations",
                directive.getDirectiveLocations().stream()
                        .map(location -> location.getName())
                        .toList(),
                tree);
        return tree.put("IsRepeatable", RegoValue.of(directive.isRepeatable())).build();
    }

    private RegoObject type(TypeDefinition<?> type) {
        var tree = named((AbstractDescribedNode<?>) type, type).put("BuiltIn", RegoValue.of(false));
        trees.directives(type.getDirectives(), tree);
        switch (type) {
            case ScalarTypeDefinition _ -> tree.put("Kind", "SCALAR");
            case ObjectTypeDefinition object -> {
                tree.put("Kind", "OBJECT");
                typeNames("Interfaces", object.getImplements(), tree);
                list("Fields", object.getFieldDefinitions(), tree, this::field);
            }
            case InterfaceTypeDefinition object -> {
                tree.put("Kind", "INTERFACE");
                typeNames("Interfaces", object.getImplements(), tree);
                list("Fields", object.getFieldDefinitions(), tree, this::field);
            }
            case UnionTypeDefinition union -> {
                tree.put("Kind", "UNION");
                typeNames("Types", union.getMemberTypes(), tree);
            }
            case EnumTypeDefinition constants -> {
                tree.put("Kind", "ENUM");
                list("EnumValues", constants.getEnumValueDefinitions(), tree, this::constant);
            }
            case InputObjectTypeDefinition input -> {
                tree.put("Kind", "INPUT_OBJECT");
                list("Fields", input.getInputValueDefinitions(), tree, this::input);
            }
            default -> throw new IllegalStateException("no such type: " + type.getClass());
        }
        return tree.build();
    }

    @SuppressWarnings("rawtypes") // as the library has it
    private static void typeNames(String key, List<Type> types, RegoObject.Builder into) {
        names(key, types.stream().map(type -> ((TypeName) type).getName()).toList(), into);
    }

    private RegoObject field(FieldDefinition field) {
        var tree = named(field, field).put("Type", Trees.type(field.getType()));
        list("Arguments", field.getInputValueDefinitions(), tree, this::input);
        trees.directives(field.getDirectives(), tree);
        return tree.build();
    }

    private RegoObject input(InputValueDefinition input) {
        var tree = named(input, input).put("Type", Trees.type(input.getType()));
        if (input.getDefaultValue() != null) {
            tree.put("DefaultValue", trees.value(input.getDefaultValue()));
        }
        trees.directives(input.getDirectives(), tree);
        return tree.build();
    }

    private RegoObject constant(EnumValueDefinition constant) {
        var tree = named(constant, constant);
        trees.directives(constant.getDirectives(), tree);
        return tree.build();
    }

    private static RegoObject.Builder named(AbstractDescribedNode<?> node, NamedNode<?> name) {
        var tree = RegoObject.builder().put("Name", name.getName());
        describe(node, tree);
        return tree;
    }

    /** OPA also has comments after descriptions and at the ends of definitions and documents, which the parser does not keep. */
    private static void describe(AbstractDescribedNode<?> node, RegoObject.Builder into) {
        var description = node.getDescription();
        into.put("Description", description == null ? "" : description.getContent());
        comments(description == null ? "AfterDescriptionComment" : "BeforeDescriptionComment", node, into);
    }
}
