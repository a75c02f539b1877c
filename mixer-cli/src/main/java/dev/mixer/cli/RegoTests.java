package dev.mixer.cli;

import dev.mixer.adapters.opa.source.OpaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Runs the tests that policies in Rego bring along ({@code *_test.rego}), by OPA's own command. */
final class RegoTests {
    private static final String ENDING = "_test.rego";

    private final List<PolicyTests.Outcome> outcomes = new ArrayList<>();
    private final List<String> coverage = new ArrayList<>();
    private final List<Path> notRun = new ArrayList<>();

    /** What came of each test. */
    List<PolicyTests.Outcome> outcomes() {
        return outcomes;
    }

    /** A line for each folder: how much of its modules the tests reach. */
    List<String> coverage() {
        return coverage;
    }

    /** The folders whose tests were not run, because there is no OPA. */
    List<Path> notRun() {
        return notRun;
    }

    /**
     * Runs what is in or below the paths.
     *
     * @throws NoAnswerException if OPA fails
     */
    void run(List<Path> paths) throws InterruptedException {
        var folders = new TreeSet<Path>();
        for (var path : paths) {
            if (Files.isDirectory(path)) {
                folders.addAll(testFolders(path));
            }
        }
        var opa = OpaCommand.find(Optional.empty());
        for (var folder : folders) {
            if (opa.isEmpty()) {
                notRun.add(folder);
            } else {
                run(folder, opa.get());
            }
        }
    }

    private static List<Path> testFolders(Path path) {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .map(file -> Optional.ofNullable(file.getParent()).orElse(Path.of(".")))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UsageException(path + ": cannot be read; does it exist?");
        }
    }

    private void run(Path folder, OpaCommand opa) throws InterruptedException {
        try {
            var said = opa.run(List.of("test", "--bundle", folder.toString(), "--format", "json"));
            if (!(JsonValue.parse(said.output().isBlank() ? "null" : said.output()) instanceof List<?> results)) {
                throw new NoAnswerException(folder + ": " + (said.errors() + said.output()).strip());
            }
            for (var result : results) {
                if (result instanceof java.util.Map<?, ?> one) {
                    outcomes.add(outcome(folder, one));
                }
            }
            addCoverage(folder, opa);
        } catch (IOException e) {
            throw new NoAnswerException(folder + ": " + e.getMessage());
        }
    }

    private static PolicyTests.Outcome outcome(Path folder, java.util.Map<?, ?> result) {
        var name = String.valueOf(result.get("package")).replaceFirst("^data\\.", "") + "." + result.get("name");
        var faults = new ArrayList<String>();
        if (Boolean.TRUE.equals(result.get("fail"))) {
            faults.add(place(result) + "the test fails");
        }
        if (result.get("error") != null) {
            faults.add(place(result) + "the test cannot be run: " + result.get("error"));
        }
        return new PolicyTests.Outcome(folder.toString(), name, faults);
    }

    private static String place(java.util.Map<?, ?> result) {
        return result.get("location") instanceof java.util.Map<?, ?> place
                ? place.get("file") + ":" + place.get("row") + ":" + place.get("col") + ": "
                : "";
    }

    private void addCoverage(Path folder, OpaCommand opa) throws IOException, InterruptedException {
        var said = opa.run(List.of("test", "--bundle", folder.toString(), "--coverage", "--format", "json"));
        if (said.exit() == 0
                && JsonValue.parse(said.output()) instanceof java.util.Map<?, ?> report
                && report.get("coverage") instanceof Number percent) {
            coverage.add(folder + ": " + String.format(Locale.ROOT, "%.0f", percent.doubleValue())
                    + " % of the lines of its modules are reached by tests");
        }
    }
}
