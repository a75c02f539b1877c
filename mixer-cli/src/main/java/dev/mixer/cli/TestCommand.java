package dev.mixer.cli;

import dev.mixer.engine.config.problem.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "test",
        description =
                "Asks configurations the questions of their case files, and says which rules and policies none touches.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every answer is as wanted",
            "1:some are not",
            "2:wrong usage",
            "3:a configuration or its cases have errors"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  mixer test policies/", "  mixer test policies/read-only.cases.yaml --junit results.xml"})
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

    /** What came of one case; empty: as wanted. */
    record Outcome(String suite, String name, List<String> faults) {}

    @Override
    public Integer call() {
        var files = caseFiles();
        var outcomes = new ArrayList<Outcome>();
        var untouched = new LinkedHashMap<String, Set<String>>();
        for (var file : files) {
            run(file, outcomes, untouched);
        }
        if (junit != null) {
            write(junit, JunitXml.of(outcomes));
        }
        long failed =
                outcomes.stream().filter(outcome -> !outcome.faults().isEmpty()).count();
        if (terminal.isJson()) {
            terminal.json(json(outcomes, untouched));
        } else {
            print(outcomes, untouched, failed);
        }
        return failed == 0 ? ExitCode.OK : ExitCode.PROBLEMS;
    }

    private List<Path> caseFiles() {
        var files = new ArrayList<Path>();
        for (var path : paths) {
            if (path.toString().endsWith(PolicyCases.ENDING)) {
                files.add(path);
                continue;
            }
            try (var inside = Files.walk(path)) {
                inside.filter(file -> file.toString().endsWith(PolicyCases.ENDING))
                        .sorted()
                        .forEach(files::add);
            } catch (IOException e) {
                throw new UsageException(path + ": cannot be read; does it exist?");
            }
        }
        if (files.isEmpty()) {
            throw new UsageException("there is no *" + PolicyCases.ENDING + " in " + paths);
        }
        return files;
    }

    private void run(Path file, List<Outcome> outcomes, Map<String, Set<String>> untouched) {
        var problems = new Problems();
        var suite = file.toString().substring(0, file.toString().length() - PolicyCases.ENDING.length());
        try (var mixer = new InProcess(host.catalog(host.settings(problems)), host.settings(problems))) {
            var cases = PolicyCases.read(file, problems);
            var faults = mixer.apply(List.of(configuration(suite, file)));
            faults.forEach(terminal.err()::println);
            if (!faults.isEmpty()) {
                throw new NoAnswerException(suite + ": the configuration cannot take effect");
            }
            var touched = new LinkedHashSet<String>();
            for (var one : cases.cases()) {
                outcomes.add(new Outcome(suite, one.name(), faults(mixer, one, touched)));
            }
            var rest = new LinkedHashSet<>(mixer.names());
            rest.removeAll(touched);
            untouched.put(suite, rest);
        } finally {
            problems.lines().forEach(terminal.err()::println);
        }
    }

    private static Path configuration(String suite, Path file) {
        for (var candidate : List.of(suite, suite + ".yaml")) {
            if (Files.exists(Path.of(candidate))) {
                return Path.of(candidate);
            }
        }
        throw new UsageException(file + ": there is no configuration " + suite + " beside it");
    }

    private static List<String> faults(InProcess mixer, PolicyCases.Case one, Set<String> touched) {
        var answer = mixer.check(
                vocabulary -> {
                    var parser = new AttributeParser(vocabulary);
                    parser.addJson(one.name(), one.values());
                    return parser.values();
                },
                true);
        touch(answer, touched);
        var faults = new ArrayList<String>();
        var status = Answer.object(answer, "status");
        compare("answer", one.want().name(), Answer.text(status, "code"), faults);
        if (!one.policy().isEmpty()) {
            compare("policy", one.policy(), Answer.text(answer, "policy"), faults);
        }
        if (!one.rules().isEmpty()) {
            compare(
                    "rules",
                    one.rules().toString(),
                    Answer.list(answer, "rules").toString(),
                    faults);
        }
        if (!Answer.text(status, "message").contains(one.message())) {
            faults.add(
                    "message: wanted one with '" + one.message() + "', got '" + Answer.text(status, "message") + "'");
        }
        if (!faults.isEmpty()) {
            var policies = Answer.object(Answer.object(answer, "explanation"), "policies");
            var reason = Answer.text(policies, "reason");
            if (!reason.isEmpty()) {
                faults.add("because " + reason);
            }
        }
        return faults;
    }

    private static void compare(String what, String wanted, String got, List<String> faults) {
        if (!wanted.equals(got)) {
            faults.add(what + ": wanted " + wanted + ", got " + (got.isEmpty() ? "none" : got));
        }
    }

    /** The rules and policies that a case matches, whether or not they decide it. */
    private static void touch(Map<?, ?> answer, Set<String> touched) {
        var explanation = Answer.object(answer, "explanation");
        for (var rule : Answer.list(explanation, "rules")) {
            if (rule instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("matched"))) {
                touched.add("rule " + Answer.text(map, "rule"));
            }
        }
        for (var note : Answer.list(Answer.object(explanation, "policies"), "notes")) {
            if (note instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("matched"))) {
                touched.add("policy " + Answer.text(map, "policy"));
            }
        }
    }

    private void print(List<Outcome> outcomes, Map<String, Set<String>> untouched, long failed) {
        var out = terminal.out();
        var paint = terminal.paint();
        var suite = "";
        for (var outcome : outcomes) {
            if (!outcome.suite().equals(suite)) {
                suite = outcome.suite();
                out.println(paint.strong(suite));
            }
            out.println("  " + (outcome.faults().isEmpty() ? paint.good("✔") : paint.bad("✘")) + " " + outcome.name());
            outcome.faults().forEach(fault -> out.println("      " + fault));
        }
        untouched.forEach((name, rest) -> {
            if (!rest.isEmpty()) {
                out.println(paint.warning("no case touches: ") + name + ": " + String.join(", ", rest));
            }
        });
        out.println(outcomes.size() - failed + " as wanted, " + (failed == 0 ? "0 not" : paint.bad(failed + " not")));
    }

    private static Map<String, Object> json(List<Outcome> outcomes, Map<String, Set<String>> untouched) {
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
