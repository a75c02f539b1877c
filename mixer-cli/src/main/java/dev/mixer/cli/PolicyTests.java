package dev.mixer.cli;

import dev.mixer.engine.config.problem.Problems;
import dev.mixer.envoy.CheckRequestBag;
import dev.mixer.envoy.ExtAuthzSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks configurations the questions of their case files, once. */
final class PolicyTests {
    private final HostOptions host;
    private final PrintWriter err;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Map<String, Set<String>> untouched = new LinkedHashMap<>();
    private final Set<Path> files = new LinkedHashSet<>();

    /** What came of one case; no faults: as wanted. */
    record Outcome(String suite, String name, List<String> faults) {
        boolean isAsWanted() {
            return faults.isEmpty();
        }
    }

    /** @param err gets the problems of what is read */
    PolicyTests(HostOptions host, PrintWriter err) {
        this.host = host;
        this.err = err;
    }

    /** What came of each case so far. */
    List<Outcome> outcomes() {
        return outcomes;
    }

    /** The rules and policies that no case of their suite touches, by suite. */
    Map<String, Set<String>> untouched() {
        return untouched;
    }

    /** All that was looked at, also what was not there. */
    Set<Path> files() {
        return files;
    }

    /**
     * Runs the cases.
     *
     * @throws UsageException if they are at odds with the vocabulary
     * @throws NoAnswerException if cases or their configuration have errors
     */
    void run(List<Path> paths) {
        files.addAll(paths);
        for (var file : caseFiles(paths)) {
            run(file);
        }
    }

    private static List<Path> caseFiles(List<Path> paths) {
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
        return files;
    }

    private void run(Path file) {
        var problems = new Problems();
        var suite = file.toString().substring(0, file.toString().length() - PolicyCases.ENDING.length());
        var settings = host.settings(problems);
        try (var mixer = new InProcess(host.catalog(settings), settings)) {
            files.add(file);
            var cases = PolicyCases.read(file, problems);
            var faults = mixer.apply(List.of(configuration(suite, file)));
            faults.forEach(err::println);
            if (!faults.isEmpty()) {
                throw new NoAnswerException(suite + ": the configuration cannot take effect");
            }
            var touched = new LinkedHashSet<String>();
            var asked = new Asked(mixer, ExtAuthzSettings.from(settings));
            for (var one : cases.cases()) {
                outcomes.add(new Outcome(suite, one.name(), faults(asked.answer(file, one), one, touched)));
            }
            var rest = new LinkedHashSet<>(mixer.names());
            rest.removeAll(touched);
            untouched.put(suite, rest);
        } finally {
            problems.lines().forEach(err::println);
        }
    }

    /** A configuration that can be asked. */
    private final class Asked {
        private final InProcess mixer;
        private final ExtAuthzSettings envoy;

        Asked(InProcess mixer, ExtAuthzSettings envoy) {
            this.mixer = mixer;
            this.envoy = envoy;
        }

        Map<?, ?> answer(Path file, PolicyCases.Case one) {
            one.envoyFile(file).ifPresent(files::add);
            var request = one.request(file);
            if (request.isPresent()) {
                return mixer.answer(vocabulary -> CheckRequestBag.of(request.get(), vocabulary, envoy), true);
            }
            return mixer.check(
                    vocabulary -> {
                        var parser = new AttributeParser(vocabulary);
                        parser.addJson(one.name(), one.values());
                        return parser.values();
                    },
                    true);
        }
    }

    private Path configuration(String suite, Path file) {
        for (var candidate : List.of(suite, suite + ".yaml")) {
            files.add(Path.of(candidate));
            if (Files.exists(Path.of(candidate))) {
                return Path.of(candidate);
            }
        }
        throw new UsageException(file + ": there is no configuration " + suite + " beside it");
    }

    private static List<String> faults(Map<?, ?> answer, PolicyCases.Case one, Set<String> touched) {
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
        var headers =
                Answer.list(answer, "headers").stream().map(AnswerText::header).toList();
        for (var wanted : one.headers()) {
            if (headers.stream().noneMatch(header -> header.startsWith(wanted))) {
                faults.add("headers: wanted '" + wanted + "', got " + headers);
            }
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
}
