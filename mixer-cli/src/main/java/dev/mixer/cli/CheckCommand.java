package dev.mixer.cli;

import java.util.Map;
import java.util.concurrent.Callable;
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
    private final OracleOptions oracles = new OracleOptions();

    @Option(names = "--explain", description = "Shows what became of each rule, as a tree.")
    private boolean explain;

    @Override
    public Integer call() {
        Map<?, ?> answer;
        try (var oracle = oracles.open(attributes, terminal)) {
            answer = oracle.check(vocabulary -> attributes.values(attributes.vocabulary(vocabulary)), explain);
        }
        if (terminal.isJson()) {
            terminal.json(answer);
        } else {
            new AnswerText(terminal.out(), terminal.paint()).print(answer);
        }
        return AnswerText.code(answer).equals("OK") ? ExitCode.OK : ExitCode.PROBLEMS;
    }
}
