package dev.mixer.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "report",
        description = "Reports a request that happened, to a server or to the handlers of a configuration.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every handler has taken it",
            "1:a handler has not",
            "2:wrong usage",
            "3:no answer: the configuration has errors, or no server answers"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mixer report --config samples/quickstart -a response.code=200",
            "  mixer report --server 127.0.0.1:8080 -f request.json"
        })
final class ReportCommand implements Callable<Integer> {
    @Mixin
    private final Terminal terminal = new Terminal();

    @Mixin
    private final AttributeOptions attributes = new AttributeOptions();

    @Mixin
    private final OracleOptions oracles = new OracleOptions();

    @Override
    public Integer call() {
        Map<?, ?> answer;
        try (var oracle = oracles.open(attributes, terminal)) {
            answer = oracle.report(vocabulary -> attributes.values(attributes.vocabulary(vocabulary)));
        }
        if (terminal.isJson()) {
            terminal.json(answer);
        } else {
            new AnswerText(terminal.out(), terminal.paint()).printStatus(answer);
        }
        return AnswerText.code(answer).equals("OK") ? ExitCode.OK : ExitCode.PROBLEMS;
    }
}
