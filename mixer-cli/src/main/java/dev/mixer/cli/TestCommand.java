package dev.mixer.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "test",
        description =
                "Asks configurations the questions of their case files, and says which rules and policies none touches. Runs the"
                        + " tests that policies in Rego bring along (*_test.rego) as well.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every answer is as wanted",
            "1:some are not",
            "2:wrong usage",
            "3:a configuration or its cases have errors"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mixer test policies/",
            "  mixer test policies/read-only-partners.cases.yaml --junit results.xml",
            "  mixer test policies/ --watch"
        })
final class TestCommand implements Callable<Integer> {
    @Mixin
    private final Terminal terminal = new Terminal();

    @Mixin
    private final HostOptions host = new HostOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description =
                    "Case files (NAME.cases.yaml, for the configuration NAME beside it), or folders that hold some.")
    private List<Path> paths = List.of();

    @Option(names = "--junit", paramLabel = "FILE", description = "Also writes the results as JUnit XML.")
    private @Nullable Path junit;

    @Option(
            names = "--opa",
            paramLabel = "FILE",
            description = "OPA's command. Default: MIXER_OPA, or opa of the PATH.")
    private @Nullable Path opa;

    @Option(names = "--watch", description = "Asks again whenever a policy or a case changes, until Ctrl-C.")
    private boolean watch;

    @Override
    public Integer call() throws InterruptedException {
        if (!watch) {
            return run(new PolicyTests(host, terminal.err()));
        }
        var files = new FileWatch();
        while (true) {
            files.begin(paths);
            var tests = new PolicyTests(host, terminal.err());
            int code = attempt(tests);
            files.add(tests.files());
            try {
                files.awaitChange();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return code;
            }
            terminal.clear();
        }
    }

    /** While somebody edits, a fault is no end. */
    private int attempt(PolicyTests tests) throws InterruptedException {
        try {
            return run(tests);
        } catch (UsageException | NoAnswerException e) {
            terminal.err().println(terminal.paint().bad("mixer: ") + e.getMessage());
            return e instanceof UsageException ? ExitCode.USAGE : ExitCode.NO_ANSWER;
        }
    }

    private int run(PolicyTests tests) throws InterruptedException {
        tests.run(paths);
        var rego = new RegoTests();
        rego.run(paths, Optional.ofNullable(opa));
        var outcomes = Stream.concat(tests.outcomes().stream(), rego.outcomes().stream())
                .toList();
        if (outcomes.isEmpty() && rego.notRun().isEmpty()) {
            throw new UsageException("there is neither *" + PolicyCases.ENDING + " nor *_test.rego in " + paths);
        }
        if (junit != null) {
            write(junit, JunitXml.of(outcomes));
        }
        long failed = outcomes.stream().filter(outcome -> !outcome.isAsWanted()).count();
        if (terminal.isJson()) {
            terminal.json(json(outcomes, tests.untouched()));
        } else {
            print(outcomes, tests.untouched(), rego, failed);
        }
        return failed == 0 ? ExitCode.OK : ExitCode.PROBLEMS;
    }

    private void print(
            List<PolicyTests.Outcome> outcomes, Map<String, Set<String>> untouched, RegoTests rego, long failed) {
        var out = terminal.out();
        var paint = terminal.paint();
        var suite = "";
        for (var outcome : outcomes) {
            if (!outcome.suite().equals(suite)) {
                suite = outcome.suite();
                out.println(paint.strong(suite));
            }
            out.println("  " + (outcome.isAsWanted() ? paint.good("✔") : paint.bad("✘")) + " " + outcome.name());
            outcome.faults().forEach(fault -> out.println("      " + fault));
        }
        untouched.forEach((name, rest) -> {
            if (!rest.isEmpty()) {
                out.println(paint.warning("no case touches: ") + name + ": " + String.join(", ", rest));
            }
        });
        rego.coverage().forEach(line -> out.println(paint.faint(line)));
        rego.notRun()
                .forEach(folder -> out.println(paint.warning("not run: ") + "the Rego tests in " + folder
                        + ", for there is no opa here; mixer doctor says more"));
        out.println(outcomes.size() - failed + " as wanted, " + (failed == 0 ? "0 not" : paint.bad(failed + " not")));
    }

    private static Map<String, Object> json(List<PolicyTests.Outcome> outcomes, Map<String, Set<String>> untouched) {
        var json = new LinkedHashMap<String, Object>();
        json.put(
                "cases",
                outcomes.stream()
                        .map(outcome -> {
                            var one = new LinkedHashMap<String, Object>();
                            one.put("suite", outcome.suite());
                            one.put("name", outcome.name());
                            one.put("faults", outcome.faults());
                            return one;
                        })
                        .toList());
        var rest = new LinkedHashMap<String, Object>();
        untouched.forEach((suite, names) -> rest.put(suite, List.copyOf(names)));
        json.put("untouched", rest);
        return json;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UsageException("--junit " + file + ": cannot be written: " + e);
        }
    }
}
