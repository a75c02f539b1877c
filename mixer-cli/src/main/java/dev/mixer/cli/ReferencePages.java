package dev.mixer.cli;

import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.config.DocumentKinds;
import dev.mixer.engine.config.bind.ParameterTable;
import dev.mixer.engine.expression.FunctionDeclaration;
import dev.mixer.engine.expression.FunctionLibrary;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.engine.plugin.InstalledAdapter;
import dev.mixer.engine.template.OutputFields;
import dev.mixer.spi.Description;
import dev.mixer.spi.Instance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The reference as Markdown, made of the records, declarations and the vocabulary: it says what the code does. */
final class ReferencePages {
    private static final String MADE = "<!-- Made by `./mixer reference`; a test compares it with the code. -->\n\n";
    private static final String COLUMNS = "| name | type | default | description |\n|---|---|---|---|\n";

    private ReferencePages() {}

    /** File name to text. */
    static Map<String, String> of(AdapterCatalog catalog) {
        var pages = new LinkedHashMap<String, String>();
        pages.put("kinds.md", MADE + kinds());
        pages.put("adapters.md", MADE + adapters(catalog));
        pages.put("templates.md", MADE + templates(catalog));
        pages.put("functions.md", MADE + functions());
        pages.put("attributes.md", MADE + attributes());
        return pages;
    }

    private static String kinds() {
        var text = new StringBuilder("""
                # Kinds of documents

                Each document has `apiVersion`, `kind`, `metadata` with a `name`, and `spec`, whose fields stand here. Field names may be
                written in `camelCase` or in `snake_case`. Kinds of other API groups are passed over.
                """);
        DocumentKinds.specs()
                .forEach((kind, type) -> section(
                        text,
                        kind,
                        "`" + String.join("`, `", DocumentKinds.apiVersions(kind)) + "`. " + described(type),
                        ParameterTable.rowsOf(type).stream()
                                .map(row -> isExpression(kind, row.name()) ? row : asText(row))
                                .toList()));
        section(
                text,
                "Rate limits",
                "A document with `domain` and `descriptors` and without a `kind`. [How limits are found](../rate-limits.md).",
                ParameterTable.rowsOf(DocumentKinds.RATE_LIMITS).stream()
                        .map(ReferencePages::asText)
                        .toList());
        return text.toString();
    }

    /** Where the place of a text is kept, that may be for its own sake: only these are evaluated. */
    private static boolean isExpression(String kind, String field) {
        return switch (kind) {
            case "instance" -> field.startsWith("attributeBindings");
            case "rule" -> field.equals("match") || field.endsWith(".values") || field.endsWith("body.text");
            default -> false;
        };
    }

    private static ParameterTable.Row asText(ParameterTable.Row row) {
        return new ParameterTable.Row(
                row.name(), row.type().replace("expression", "text"), row.defaultText(), row.description());
    }

    private static String described(Class<?> type) {
        var description = type.getAnnotation(Description.class);
        return description == null ? "" : description.value();
    }

    private static void section(StringBuilder text, String title, String about, List<ParameterTable.Row> rows) {
        text.append("\n## ").append(title).append("\n\n").append(about.strip()).append('\n');
        if (rows.isEmpty()) {
            text.append("\nNo fields.\n");
            return;
        }
        text.append('\n').append(COLUMNS);
        rows.forEach(row -> row(text, row.name(), row.type(), row.defaultText(), row.description()));
    }

    private static void row(StringBuilder text, String name, String type, String otherwise, String description) {
        var written =
                List.of("", "required", "absent", "empty").contains(otherwise) ? otherwise : "`" + otherwise + "`";
        text.append("| `%s` | %s | %s | %s |\n".formatted(name, cell(type), cell(written), cell(description)));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;");
    }

    private static String adapters(AdapterCatalog catalog) {
        var text = new StringBuilder("""
                # Adapters

                A handler names one of these as `compiledAdapter` and gives its parameters as `params`. How each behaves stands in the page
                that its section links.
                """);
        catalog.adapters().stream()
                .sorted((left, right) -> left.name().compareTo(right.name()))
                .forEach(adapter -> adapter(text, adapter));
        return text.toString();
    }

    private static void adapter(StringBuilder text, InstalledAdapter adapter) {
        var about = new StringBuilder(adapter.adapter().description()).append(".\n\nServes ");
        about.append(
                adapter.templates().isEmpty()
                        ? "no template"
                        : adapter.templates().stream()
                                .map(AdapterCatalog::templateName)
                                .sorted()
                                .map(name -> "[" + name + "](templates.md#" + name + ")")
                                .collect(Collectors.joining(", ")));
        if (!adapter.adapter().aliases().isEmpty()) {
            about.append("; also known as ")
                    .append(adapter.adapter().aliases().stream()
                            .sorted()
                            .collect(Collectors.joining("`, `", "`", "`")));
        }
        about.append('.');
        if (adapter.name().equals("rbac")) {
            about.append(" Built in: [policies](../policies.md#servicerole).");
        } else {
            about.append(" [More](../../adapters/").append(adapter.name()).append("/README.md).");
        }
        section(text, adapter.name(), about.toString(), ParameterTable.rowsOf(adapter.parametersType()));
    }

    private static String templates(AdapterCatalog catalog) {
        var text = new StringBuilder("""
                # Templates

                An instance names one of these as `compiledTemplate` and gives an [expression](functions.md) for each field as `params`.
                """);
        new TreeMap<>(catalog.templates()).forEach((name, type) -> template(text, name, type, catalog));
        return text.toString();
    }

    private static void template(
            StringBuilder text, String name, Class<? extends Instance> type, AdapterCatalog catalog) {
        var adapters = TemplatesCommand.adapters(type, catalog).stream()
                .sorted()
                .map(adapter -> "[" + adapter + "](adapters.md#" + adapter + ")")
                .collect(Collectors.joining(", "));
        text.append("\n## ").append(name).append("\n\n").append(described(type));
        text.append(described(type).isEmpty() ? "" : " ")
                .append("For ")
                .append(TemplatesCommand.kind(type))
                .append(TemplatesCommand.kind(type).equals("attribute") ? " producers" : "s")
                .append("; served by ")
                .append(adapters.isEmpty() ? "no adapter of this build" : adapters)
                .append(".\n\n");
        var rows = TemplatesCommand.rows(type);
        if (rows.isEmpty()) {
            text.append("No fields.\n");
        } else {
            text.append(COLUMNS);
            rows.forEach(row -> row(text, row.get(0), row.get(1), row.get(2), row.get(3)));
        }
        var output = OutputFields.of(type);
        output.ifPresent(fields -> {
            text.append("\nOutput:\n\n| name | type | description |\n|---|---|---|\n");
            for (var row : TemplatesCommand.rows(fields.type())) {
                text.append("| `%s` | %s | %s |\n".formatted(row.get(0), row.get(1), cell(row.get(3))));
            }
        });
    }

    private static String functions() {
        var text = new StringBuilder("""
                # Functions of expressions

                Beside `==`, `!=`, `<`, `<=`, `>`, `>=`, `+`, `&&`, `||`, `|` (the first that is there) and `map["key"]`. `./mixer eval` tries them.

                | function | parameters | result | meaning | example |
                |---|---|---|---|---|
                """);
        for (var function : FunctionLibrary.standard().declarations()) {
            text.append("| `%s` | %s | %s | %s | `%s` |\n"
                    .formatted(
                            function.usage(),
                            function.parameters().stream()
                                    .map(ReferencePages::parameter)
                                    .collect(Collectors.joining(", ")),
                            function.result().map(Enum::name).orElse("as the others"),
                            cell(function.description()),
                            function.example().replace("|", "\\|")));
        }
        return text.toString();
    }

    private static String parameter(FunctionDeclaration.Parameter parameter) {
        return "`" + parameter.name() + "`: " + parameter.type().map(Enum::name).orElse("any type")
                + (parameter.pattern() ? ", a constant" : "");
    }

    private static String attributes() {
        var text = new StringBuilder("""
                # Attributes

                What every configuration knows; an `attributemanifest` declares more. Which of them a call has depends on who asks.

                | name | type | meaning |
                |---|---|---|
                """);
        Vocabulary.standard().attributes().stream()
                .sorted((left, right) -> left.name().compareTo(right.name()))
                .forEach(attribute -> text.append("| `%s` | %s | %s |\n"
                        .formatted(attribute.name(), attribute.type(), cell(attribute.description()))));
        return text.toString();
    }
}
