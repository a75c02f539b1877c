package dev.mixer.cli;

import dev.mixer.engine.config.bind.ParameterTable;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.engine.plugin.InstalledAdapter;
import dev.mixer.engine.spelling.DidYouMean;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "adapters",
        description = "Lists the installed adapters, or the parameters of one.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all could be loaded", "1:a plug-in could not be loaded", "2:wrong usage, unknown name"},
        footerHeading = "%nExamples:%n",
        footer = {"  mixer adapters", "  mixer adapters prometheus"})
final class AdaptersCommand implements Callable<Integer> {
    @Mixin
    private final Terminal terminal = new Terminal();

    @Mixin
    private final HostOptions host = new HostOptions();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "An adapter, by its name or an older one.")
    private @Nullable String name;

    @Override
    public Integer call() {
        var problems = new Problems();
        var catalog = host.catalog(host.settings(problems));
        problems.lines().forEach(terminal.err()::println);
        catalog.problems()
                .forEach(problem -> terminal.err().println(terminal.paint().bad("error: ") + problem));
        if (name == null) {
            list(catalog.adapters());
        } else {
            var adapter = find(catalog, name);
            if (terminal.isJson()) {
                terminal.json(json(adapter));
            } else {
                show(adapter);
            }
        }
        return problems.hasErrors() || !catalog.problems().isEmpty() ? ExitCode.PROBLEMS : ExitCode.OK;
    }

    private static InstalledAdapter find(AdapterCatalog catalog, String name) {
        return catalog.adapter(name)
                .orElseThrow(() -> new UsageException(
                        "unknown adapter '" + name + "'" + DidYouMean.hint(name, catalog.adapterNames())));
    }

    private void list(List<InstalledAdapter> adapters) {
        if (terminal.isJson()) {
            terminal.json(adapters.stream().map(AdaptersCommand::json).toList());
            return;
        }
        var table = new TextTable();
        adapters.forEach(adapter -> table.row(
                adapter.name(),
                String.join(", ", templates(adapter)),
                adapter.adapter().description()));
        table.print(terminal.out(), "", terminal.paint());
    }

    private void show(InstalledAdapter adapter) {
        var out = terminal.out();
        var paint = terminal.paint();
        out.println(paint.strong(adapter.name()) + "  " + adapter.adapter().description());
        var about = new TextTable().row("templates", String.join(", ", templates(adapter)));
        if (!adapter.adapter().aliases().isEmpty()) {
            about.row("also known as", String.join(", ", adapter.adapter().aliases()));
        }
        about.row("plug-in", adapter.plugin() + " " + adapter.digest());
        about.print(out, "", new Paint(false));
        var rows = ParameterTable.rowsOf(adapter.parametersType());
        if (rows.isEmpty()) {
            out.println("no parameters");
            return;
        }
        out.println();
        var table = new TextTable().row("PARAMETER", "TYPE", "DEFAULT", "MEANING");
        rows.forEach(row -> table.row(row.name(), row.type(), row.defaultText(), row.description()));
        table.print(out, "", paint);
    }

    private static List<String> templates(InstalledAdapter adapter) {
        return adapter.templates().stream()
                .map(AdapterCatalog::templateName)
                .sorted()
                .toList();
    }

    private static Map<String, Object> json(InstalledAdapter adapter) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", adapter.name());
        json.put("description", adapter.adapter().description());
        json.put("aliases", adapter.adapter().aliases().stream().sorted().toList());
        json.put("templates", templates(adapter));
        json.put("plugin", adapter.plugin());
        json.put("digest", adapter.digest());
        json.put(
                "parameters",
                ParameterTable.rowsOf(adapter.parametersType()).stream()
                        .map(AdaptersCommand::json)
                        .toList());
        return json;
    }

    private static Map<String, Object> json(ParameterTable.Row row) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", row.name());
        json.put("type", row.type());
        json.put("default", row.defaultText());
        json.put("description", row.description());
        return json;
    }
}
