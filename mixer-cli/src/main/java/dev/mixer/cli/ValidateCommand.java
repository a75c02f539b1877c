package dev.mixer.cli;

import dev.mixer.engine.config.KnownKinds;
import dev.mixer.engine.config.ResourceReader;
import dev.mixer.engine.config.ResourceSet;
import dev.mixer.engine.config.problem.LocatedProblem;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.settings.HostSettings;
import dev.mixer.engine.config.source.ConfigFiles;
import dev.mixer.engine.config.source.FolderSource;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.engine.rule.SnapshotCompiler;
import dev.mixer.engine.rule.SnapshotPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "validate",
        description = "Says what is wrong with a configuration; needs neither a server nor a backend.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it can take effect", "1:it has errors, or the settings have", "2:wrong usage"},
        footerHeading = "%nExamples:%n",
        footer = {"  mixer validate samples/quickstart", "  mixer validate config/ --settings mixer.yaml --output json"
        })
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private final Terminal terminal = new Terminal();

    @Mixin
    private final HostOptions host = new HostOptions();

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Files and folders of configuration.")
    private List<Path> folders = List.of();

    /** What was found: the plan's own notes are warnings. */
    private record Finding(ConfigFiles files, ResourceSet resources, Problems problems, List<String> warnings) {}

    @Override
    public Integer call() {
        var problems = new Problems();
        var settings = host.settings(problems);
        var catalog = host.catalog(settings);
        ConfigFiles files;
        try (var source = new FolderSource(folders)) {
            files = source.read();
        }
        var plan = new SnapshotCompiler(catalog, settings).compile(files, problems);
        var warnings = new ArrayList<>(catalog.problems());
        plan.map(SnapshotPlan::unindexed)
                .ifPresent(rules -> rules.forEach(rule -> warnings.add(
                        rule + " can be found by no index: every call of its namespace evaluates its match")));
        var finding = new Finding(files, resources(files, catalog, settings), problems, warnings);
        if (terminal.isJson()) {
            printJson(finding);
        } else {
            print(finding);
        }
        return problems.hasErrors() ? ExitCode.PROBLEMS : ExitCode.OK;
    }

    /** Read a second time for the counts alone: the compiler keeps to itself what it read. */
    private static ResourceSet resources(ConfigFiles files, AdapterCatalog catalog, HostSettings settings) {
        var kinds = new KnownKinds(
                Set.copyOf(catalog.adapterNames()), catalog.templates().keySet());
        return new ResourceReader(
                        kinds, settings.namespaces(), settings.rateLimit().mergeDomains())
                .read(files, new Problems());
    }

    private void print(Finding finding) {
        var out = terminal.out();
        var paint = terminal.paint();
        finding.problems().lines().forEach(out::println);
        finding.warnings().forEach(warning -> out.println(paint.warning("warning: ") + warning));
        var resources = finding.resources();
        if (!resources.skipped().isEmpty()) {
            out.println("skipped documents of other kinds: "
                    + String.join(
                            ", ",
                            resources.skipped().entrySet().stream()
                                    .map(kind -> kind.getKey() + " (" + kind.getValue() + ")")
                                    .toList()));
        }
        var counts = count(finding.files().files().size(), "file") + ": "
                + count(resources.rules().size(), "rule") + ", "
                + count(resources.handlers().size(), "handler") + ", "
                + count(resources.instances().size(), "instance");
        int errors = finding.problems().errorCount();
        out.println(
                errors == 0
                        ? paint.good("valid") + "  " + counts
                        : paint.bad(count(errors, "error")) + "  in " + counts);
    }

    private void printJson(Finding finding) {
        var resources = finding.resources();
        var json = new LinkedHashMap<String, Object>();
        json.put("valid", !finding.problems().hasErrors());
        json.put("revision", finding.files().revision());
        json.put("files", finding.files().files().size());
        json.put("rules", resources.rules().size());
        json.put("handlers", resources.handlers().size());
        json.put("instances", resources.instances().size());
        json.put("skipped", resources.skipped());
        json.put("errors", finding.problems().errorCount());
        json.put(
                "problems",
                finding.problems().sorted().stream()
                        .map(ValidateCommand::problem)
                        .toList());
        json.put("warnings", finding.warnings());
        terminal.json(json);
    }

    private static Map<String, Object> problem(LocatedProblem problem) {
        var json = new LinkedHashMap<String, Object>();
        json.put("severity", problem.isError() ? "error" : "warning");
        json.put("file", problem.file());
        json.put("line", problem.line());
        json.put("column", problem.column());
        json.put("resource", problem.resource());
        json.put("field", problem.field());
        json.put("message", problem.message());
        return json;
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
