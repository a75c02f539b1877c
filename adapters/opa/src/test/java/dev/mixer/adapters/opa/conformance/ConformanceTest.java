package dev.mixer.adapters.opa.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.adapters.opa.builtin.Builtins;
import dev.mixer.adapters.opa.network.AllowedHosts;
import dev.mixer.adapters.opa.network.NetworkBuiltins;
import dev.mixer.adapters.opa.network.NetworkSettings;
import dev.mixer.testkit.backend.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Every compliance case of OPA either passes or is in {@code conformance/exceptions.yaml} with its reason, and what is there does
 * not pass. The run leaves what that file should say in {@code target/conformance/exceptions.yaml}; reasons of cases that fail
 * for want of a builtin are written by the run, all others by hand.
 */
@Tag("slow")
class ConformanceTest {
    private static final int FEWEST_CASES = 2_400;

    /** What the guide promises. */
    private static final int FEWEST_PASSES = 2_390;

    private static final int COMPILED = 200;
    private static final int COMPILE_MINUTES = 10;
    private static final Path TARGET = Path.of("target", "conformance");
    private static final System.Logger LOG = System.getLogger("dev.mixer.test");

    /** What the host offers to every case, with leave to ask the hosts that cases name. */
    private static final Builtins OFFERED = offered();

    private static List<Case> cases = List.of();

    private static Builtins offered() {
        var standard = Builtins.standard();
        var hosts = new AllowedHosts(List.of("127.0.0.1", "localhost", "10.0.0.0", "::"));
        var settings = new NetworkSettings(hosts, Duration.ofSeconds(5), 1 << 20, 4, 1 << 20, Optional.empty(), false);
        return standard.with(new NetworkBuiltins(settings, standard).all());
    }

    @BeforeAll
    static void compile() throws Exception {
        var program = Backends.opaConformance();
        var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(program));
        var folder = TARGET.resolve(HexFormat.of().formatHex(digest, 0, 8));
        if (!Files.exists(folder.resolve("cases.jsonl"))) { // written last
            var process = new ProcessBuilder(
                            program.toString(), Backends.opaCases().toString(), folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor(COMPILE_MINUTES, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
        cases = Case.readAll(folder);
    }

    @Test
    void everyCasePassesOrHasItsReason() throws IOException {
        var outcomes = run(cases, false);
        report("interpreted", outcomes);
        var listed = listed();
        var due = due(outcomes, listed);
        Files.writeString(TARGET.resolve("exceptions.yaml"), yaml(due));
        assertThat(outcomes).hasSizeGreaterThanOrEqualTo(FEWEST_CASES);
        assertThat(count(outcomes, Outcome::passed)).isGreaterThanOrEqualTo(FEWEST_PASSES);
        assertThat(due)
                .as("cases that do not pass, as conformance/exceptions.yaml must list them")
                .isEqualTo(listed);
        assertThat(due.values()).as("reasons").doesNotContain("?");
    }

    @Test
    void compiledCodeDecidesAlike() {
        int step = Math.max(1, cases.size() / COMPILED);
        var some = IntStream.iterate(0, i -> i < cases.size(), i -> i + step)
                .mapToObj(cases::get)
                .toList();
        var outcomes = run(some, true);
        report("compiled", outcomes);
        assertThat(outcomes).hasSizeGreaterThanOrEqualTo(COMPILED);
        assertThat(outcomes).isEqualTo(run(some, false));
    }

    private static List<Outcome> run(List<Case> cases, boolean compiled) {
        return cases.parallelStream()
                .map(test -> new CaseRun(test, compiled, OFFERED).run())
                .toList();
    }

    private static void report(String how, List<Outcome> outcomes) {
        long passed = count(outcomes, Outcome::passed);
        LOG.log(
                System.Logger.Level.INFO,
                "OPA conformance, {0}: {1} of {2} cases pass ({3} %), of these {4} empty where strict mode has an error; "
                        + "{5} lack a builtin, {6} fail otherwise; {7} inputs answered alike with what the policies read of them",
                how,
                passed,
                outcomes.size(),
                String.format("%.1f", 100.0 * passed / outcomes.size()),
                count(outcomes, outcome -> outcome.passed() && outcome.lenient()),
                count(outcomes, ConformanceTest::lacksBuiltin),
                count(outcomes, outcome -> !outcome.passed() && !lacksBuiltin(outcome)),
                outcomes.stream().mapToInt(Outcome::projected).sum());
    }

    private static boolean lacksBuiltin(Outcome outcome) {
        return outcome.reason() != null && outcome.reason().startsWith(Outcome.MISSING);
    }

    private static long count(List<Outcome> outcomes, Predicate<Outcome> which) {
        return outcomes.stream().filter(which).count();
    }

    /** What the file should say: for a known failure its own reason, for a new one what was seen. */
    private static Map<String, String> due(List<Outcome> outcomes, Map<String, String> listed) {
        var due = new TreeMap<String, String>();
        for (var outcome : outcomes) {
            var reason = outcome.reason();
            if (reason != null) {
                due.put(outcome.note(), lacksBuiltin(outcome) ? reason : listed.getOrDefault(outcome.note(), reason));
            }
        }
        return due;
    }

    private static Map<String, String> listed() throws IOException {
        var listed = new TreeMap<String, String>();
        try (var file = ConformanceTest.class.getResourceAsStream("/conformance/exceptions.yaml")) {
            if (file != null
                    && new Load(LoadSettings.builder().build()).loadFromInputStream(file) instanceof Map<?, ?> map) {
                map.forEach((note, reason) -> listed.put(String.valueOf(note), String.valueOf(reason)));
            }
        }
        return listed;
    }

    private static String yaml(Map<String, String> reasons) {
        var text = new StringBuilder(
                "# OPA's compliance cases that do not pass, each with its reason; checked both ways by ConformanceTest.\n");
        reasons.forEach((note, reason) ->
                text.append(quoted(note)).append(": ").append(quoted(reason)).append('\n'));
        return text.toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
