package dev.mixer.cli;

import dev.mixer.adapters.opa.source.OpaCommand;
import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoBoolean;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
     * @param named OPA's command; empty: that of the machine
     * @throws NoAnswerException if OPA fails
     */
    void run(List<Path> paths, Optional<Path> named) throws InterruptedException {
        var folders = new TreeSet<Path>();
        for (var path : paths) {
            if (Files.isDirectory(path)) {
                folders.addAll(testFolders(path));
            }
        }
        var opa = OpaCommand.find(named);
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
            if (!(Json.parse(said.output()) instanceof RegoArray results)) {
                throw new NoAnswerException(folder + ": OPA's answer is not understood: " + said.errors());
            }
            results.forEach(result -> outcomes.add(outcome(folder, result)));
            addCoverage(folder, opa);
        } catch (MalformedValueException | IOException e) {
            throw new NoAnswerException(folder + ": the tests of the policy cannot be run: " + e.getMessage());
        }
    }

    private static PolicyTests.Outcome outcome(Path folder, RegoValue result) {
        var name = text(result, "package").replaceFirst("^data\\.", "") + "." + text(result, "name");
        var faults = new ArrayList<String>();
        if (member(result, "fail") instanceof RegoBoolean(var failed) && failed) {
            faults.add(place(result) + "the test fails");
        }
        var error = member(result, "error");
        if (error != null) {
            faults.add(place(result) + "the test cannot be run: " + Json.write(error));
        }
        return new PolicyTests.Outcome(folder.toString(), name, faults);
    }

    private static String place(RegoValue result) {
        var place = member(result, "location");
        return place == null ? "" : text(place, "file") + ":" + text(place, "row") + ":" + text(place, "col") + ": ";
    }

    private void addCoverage(Path folder, OpaCommand opa)
            throws IOException, InterruptedException, MalformedValueException {
        var said = opa.run(List.of("test", "--bundle", folder.toString(), "--coverage", "--format", "json"));
        if (said.exit() == 0 && member(Json.parse(said.output()), "coverage") instanceof RegoNumber percent) {
            coverage.add(folder + ": " + String.format(Locale.ROOT, "%.0f", percent.asDouble())
                    + " % of the lines of its modules are reached by tests");
        }
    }

    private static @Nullable RegoValue member(RegoValue object, String key) {
        return object instanceof RegoObject found ? found.get(key) : null;
    }

    private static String text(RegoValue object, String key) {
        return switch (member(object, key)) {
            case null -> "";
            case RegoString(var text) -> text;
            case RegoValue other -> Json.write(other);
        };
    }
}
