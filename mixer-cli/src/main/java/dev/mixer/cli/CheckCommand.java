package dev.mixer.cli;

import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.config.problem.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "check",
        description = "Asks whether a request may pass: a server, or a configuration in this process.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it may pass",
            "1:it is refused",
            "2:wrong usage",
            "3:no answer: the configuration has errors, or no server answers"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mixer check --config samples/quickstart -a request.path=/admin --explain",
            "  mixer check --server 127.0.0.1:8080 -a request.method=GET -a request.path=/",
            "  mixer check --config samples/quickstart -f request.json --output json"
        })
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private final Terminal terminal = new Terminal();

    @Mixin
    private final AttributeOptions attributes = new AttributeOptions();

    @Mixin
    private final HostOptions host = new HostOptions();

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "Files and folders of configuration to decide by in this process; may be repeated.")
    private List<Path> config = List.of();

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            description = "The HTTP address of the server that is asked (default: 127.0.0.1:8080).")
    private @Nullable String server;

    @Option(names = "--explain", description = "Shows what became of each rule, as a tree.")
    private boolean explain;

    @Override
    public Integer call() {
        if (server != null && !config.isEmpty()) {
            throw new UsageException("--server and --config exclude each other");
        }
        Map<?, ?> answer;
        try (var oracle = config.isEmpty() ? remote() : inProcess()) {
            answer = oracle.check(vocabulary -> attributes.values(attributes.vocabulary(vocabulary)), explain);
        }
        if (terminal.isJson()) {
            terminal.json(answer);
        } else {
            new AnswerText(terminal.out(), terminal.paint()).print(answer);
        }
        return AnswerText.code(answer).equals("OK") ? ExitCode.OK : ExitCode.PROBLEMS;
    }

    private Oracle remote() {
        return new Remote(server == null ? "127.0.0.1:8080" : server, attributes.vocabulary(Vocabulary.standard()));
    }

    private Oracle inProcess() {
        var problems = new Problems();
        var settings = host.settings(problems);
        var catalog = host.catalog(settings);
        catalog.problems().forEach(terminal.err()::println);
        refuse(problems.lines(), problems.hasErrors());
        var oracle = new InProcess(catalog, settings);
        var faults = oracle.apply(config);
        if (!faults.isEmpty()) {
            oracle.close();
        }
        refuse(faults, !faults.isEmpty());
        return oracle;
    }

    private void refuse(List<String> lines, boolean hasErrors) {
        lines.forEach(terminal.err()::println);
        if (hasErrors) {
            throw new NoAnswerException("the configuration cannot take effect");
        }
    }
}
