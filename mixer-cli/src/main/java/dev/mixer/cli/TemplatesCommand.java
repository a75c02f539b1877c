package dev.mixer.cli;

import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.engine.spelling.DidYouMean;
import dev.mixer.engine.template.TemplateField;
import dev.mixer.spi.AttributesInstance;
import dev.mixer.spi.Instance;
import dev.mixer.spi.QuotaInstance;
import dev.mixer.spi.ReportInstance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "templates",
        description = "Lists the templates of instances, or the fields of one.",
        footerHeading = "%nExamples:%n",
        footer = {"  mixer templates", "  mixer templates metric"})
final class TemplatesCommand implements Callable<Integer> {
    @Mixin
    private final Terminal terminal = new Terminal();

    @Mixin
    private final HostOptions host = new HostOptions();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A template.")
    private @Nullable String name;

    @Override
    public Integer call() {
        var catalog = host.catalog(host.settings(new Problems()));
        var templates = new TreeMap<>(catalog.templates());
        if (name != null) {
            var template = templates.get(name);
            if (template == null) {
                throw new UsageException("unknown template '" + name + "'" + DidYouMean.hint(name, templates.keySet()));
            }
            show(name, template, catalog);
        } else if (terminal.isJson()) {
            terminal.json(templates.entrySet().stream()
                    .map(entry -> json(entry.getKey(), entry.getValue(), catalog))
                    .toList());
        } else {
            var table = new TextTable();
            templates.forEach((key, type) -> table.row(
                    key,
                    kind(type),
                    String.join(
                            ", ", rows(type).stream().map(row -> row.getFirst()).toList())));
            table.print(terminal.out(), "", terminal.paint());
        }
        return ExitCode.OK;
    }

    private void show(String key, Class<? extends Instance> type, AdapterCatalog catalog) {
        if (terminal.isJson()) {
            terminal.json(json(key, type, catalog));
            return;
        }
        var out = terminal.out();
        var paint = terminal.paint();
        out.println(paint.strong(key) + "  for " + kind(type) + "s; adapters: "
                + String.join(", ", adapters(type, catalog)));
        var rows = rows(type);
        if (rows.isEmpty()) {
            out.println("no fields");
            return;
        }
        out.println();
        var table = new TextTable().row("FIELD", "TYPE", "DEFAULT", "MEANING");
        rows.forEach(row -> table.row(row.toArray(String[]::new)));
        table.print(out, "", paint);
    }

    /** The adapters that serve a template. */
    static List<String> adapters(Class<? extends Instance> type, AdapterCatalog catalog) {
        return catalog.adapters().stream()
                .filter(adapter -> adapter.templates().contains(type))
                .map(adapter -> adapter.name())
                .toList();
    }

    /** What a template's instances are for. */
    static String kind(Class<? extends Instance> type) {
        if (ReportInstance.class.isAssignableFrom(type)) {
            return "report";
        }
        if (QuotaInstance.class.isAssignableFrom(type)) {
            return "quota";
        }
        return AttributesInstance.class.isAssignableFrom(type) ? "attribute" : "check";
    }

    /** Name, type, default and meaning of each field, nested ones under their parent's name. */
    static List<List<String>> rows(Class<?> record) {
        var rows = new ArrayList<List<String>>();
        addRows(record, "", rows);
        return rows;
    }

    private static void addRows(Class<?> record, String prefix, List<List<String>> rows) {
        for (var field : TemplateField.of(record)) {
            var path = prefix + field.snakeName();
            if (field.shape() instanceof TemplateField.Shape.Nested(var nested)) {
                addRows(nested, path + ".", rows);
            } else {
                rows.add(List.of(path, type(field.shape()), defaultOf(field), field.description()));
            }
        }
    }

    private static String type(TemplateField.Shape shape) {
        return switch (shape) {
            case TemplateField.Shape.Typed(var type) -> type.name();
            case TemplateField.Shape.Any _ -> "any type";
            case TemplateField.Shape.TextMap _ -> "STRING_MAP";
            case TemplateField.Shape.ValueMap _ -> "map of any types";
            case TemplateField.Shape.Nested _ -> "fields";
        };
    }

    private static String defaultOf(TemplateField field) {
        if (field.defaultExpression() != null) {
            return field.defaultExpression();
        }
        if (field.optional()) {
            return "absent";
        }
        var value = field.defaultValue();
        if (value != null) {
            return value.isEmpty() ? "empty" : value;
        }
        return field.shape() instanceof TemplateField.Shape.TextMap
                        || field.shape() instanceof TemplateField.Shape.ValueMap
                ? "empty"
                : "required";
    }

    private static Map<String, Object> json(String key, Class<? extends Instance> type, AdapterCatalog catalog) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", key);
        json.put("kind", kind(type));
        json.put("adapters", adapters(type, catalog));
        json.put(
                "fields",
                rows(type).stream()
                        .map(row -> {
                            var field = new LinkedHashMap<String, Object>();
                            field.put("name", row.get(0));
                            field.put("type", row.get(1));
                            field.put("default", row.get(2));
                            field.put("description", row.get(3));
                            return field;
                        })
                        .toList());
        return json;
    }
}
