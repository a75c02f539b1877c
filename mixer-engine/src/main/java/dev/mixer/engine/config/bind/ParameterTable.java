package dev.mixer.engine.config.bind;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The parameters of a record as a table for documentation. */
public final class ParameterTable {
    /**
     * One row.
     *
     * @param name the path, as in {@code quotas[].maxAmount}
     * @param type what may stand there, in words
     * @param defaultText what counts where it is left out; {@code required} where nothing does; empty: nothing
     * @param description one sentence, or empty
     */
    public record Row(String name, String type, String defaultText, String description) {}

    private final Deque<Class<?>> open = new ArrayDeque<>();
    private final List<Row> rows = new ArrayList<>();

    private ParameterTable() {}

    /** The rows, nested records flattened, in the order of the code. */
    public static List<Row> rowsOf(Class<? extends Record> type) {
        var table = new ParameterTable();
        table.addRecord(type, "");
        return List.copyOf(table.rows);
    }

    /** The rows as Markdown. */
    public static String markdownOf(Class<? extends Record> type) {
        var text = new StringBuilder("| name | type | default | description |\n|---|---|---|---|\n");
        for (Row row : rowsOf(type)) {
            String defaultText =
                    row.defaultText().isEmpty() || row.defaultText().equals("required")
                            ? row.defaultText()
                            : "`" + row.defaultText() + "`";
            text.append("| `%s` | %s | %s | %s |\n"
                    .formatted(row.name(), cell(row.type()), cell(defaultText), cell(row.description())));
        }
        return text.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }

    private void addRecord(Class<? extends Record> type, String prefix) {
        if (open.contains(type)) {
            return;
        }
        open.push(type);
        for (Shape.Component component : Shapes.components(type)) {
            String name = prefix + component.name();
            boolean groupOnly = component.shape() instanceof Shape.Nested && !component.required();
            if (!groupOnly) {
                rows.add(new Row(name, describe(component.shape()), defaultOf(component), component.description()));
            }
            addInner(component.shape(), name);
        }
        open.pop();
    }

    private void addInner(Shape shape, String name) {
        switch (shape) {
            case Shape.Many many -> addInner(many.element(), name + "[]");
            case Shape.Keyed keyed -> addInner(keyed.value(), name + "[KEY]");
            case Shape.Maybe maybe -> addInner(maybe.value(), name);
            case Shape.Nested nested -> addRecord(nested.type(), name + ".");
            case Shape.OneOf oneOf ->
                oneOf.cases().forEach(type -> addRecord(type, name + "." + Names.caseName(type) + "."));
            case Shape.Value _,
                    Shape.Flag _,
                    Shape.Choice _,
                    Shape.FilePath _,
                    Shape.Hidden _,
                    Shape.AnyValue _,
                    Shape.Source _,
                    Shape.Raw _ -> {}
        }
    }

    private static String defaultOf(Shape.Component component) {
        if (component.required()) {
            return "required";
        }
        return component.defaultText() == null ? "" : component.defaultText();
    }

    private static String describe(Shape shape) {
        return switch (shape) {
            case Shape.Value value -> value.label();
            case Shape.Flag _ -> "boolean";
            case Shape.Choice choice -> String.join(" | ", choice.names());
            case Shape.FilePath _ -> "path";
            case Shape.Hidden _ -> "secret";
            case Shape.AnyValue _ -> "any value";
            case Shape.Source _ -> "expression";
            case Shape.Raw _ -> "YAML";
            case Shape.Many many -> (many.unique() ? "set of " : "list of ") + describe(many.element());
            case Shape.Keyed keyed -> "map to " + describe(keyed.value());
            case Shape.Maybe maybe -> describe(maybe.value());
            case Shape.Nested _ -> "mapping";
            case Shape.OneOf oneOf ->
                "one of "
                        + String.join(
                                ", ",
                                oneOf.cases().stream().map(Names::caseName).toList());
        };
    }
}
