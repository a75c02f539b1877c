package dev.mixer.engine.dispatch;

import static dev.mixer.engine.dispatch.TestEngine.handler;
import static dev.mixer.engine.dispatch.TestEngine.instance;
import static dev.mixer.engine.dispatch.TestEngine.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.Reported;
import dev.mixer.spi.Status;
import dev.mixer.spi.template.LogEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {
    private final TestEngine engine = new TestEngine();
    private final List<List<? extends Reported<?>>> batches = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void writeScript() {
        engine.script.report("keeps", batches::add);
        engine.script.report("throws", _ -> {
            throw new IllegalStateException("disk full");
        });
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private List<String> severities() {
        return batches.stream()
                .flatMap(List::stream)
                .map(record -> ((LogEntry) record.instance()).severity())
                .toList();
    }

    private static String line(String severity) {
        return instance("line", "logentry", "severity: '" + severity + "'");
    }

    @Test
    void allRecordsForAHandlerComeInOneBatchInOrder() {
        engine.with(
                handler("h", "blocking", "keeps", "timeLimit: 10s"), line("request.method"), rule("r", "", "h: line"));
        assertThat(engine.report(Map.of("request.method", "GET"), Map.of("request.method", "PUT")))
                .isEqualTo(Status.OK);
        assertThat(batches).hasSize(1);
        assertThat(severities()).containsExactly("GET", "PUT");
        assertThat(batches.getFirst().getFirst().instanceName()).isEqualTo("line.default");
        assertThat(engine.meters.count("mixer_report_records_total")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"request.path", "request.url_path", "request.raw_path"})
    void aPathWithoutACanonicalFormIsKeptAsReceived(String attribute) {
        engine.with(handler("h", "inline", "keeps"), line(attribute), rule("r", "", "h: line"));
        assertThat(engine.report(Map.of("request.path", "/a%2Fb"), Map.of("request.path", "/a/../c")))
                .isEqualTo(Status.OK);
        assertThat(severities()).containsExactly("/a%2Fb", attribute.endsWith("raw_path") ? "/a/../c" : "/c");
    }

    @Test
    void aRuleOverAPathWithoutACanonicalFormStillRuns() {
        engine.with(
                handler("h", "inline", "keeps"),
                line("request.path"),
                rule("r", "request.path.startsWith(\"/a\")", "h: line"));
        assertThat(engine.report(Map.of("request.path", "/a%2Fb"))).isEqualTo(Status.OK);
        assertThat(severities()).containsExactly("/a%2Fb");
    }

    @Test
    void oneHandlersFailureKeepsNothingFromTheOthers() {
        engine.with(
                handler("a", "inline", "throws"),
                handler("b", "inline", "keeps"),
                line("request.method"),
                rule("r", "", "a: line", "b: line"));
        var status = engine.report(Map.of("request.method", "GET"));
        assertThat(status.code()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.message()).isEqualTo("a.default:disk full");
        assertThat(severities()).containsExactly("GET");
    }

    @Test
    void aRecordThatCannotBeMadeIsNamedAndTheOthersAreKept() {
        engine.with(handler("h", "inline", "keeps"), line("source.user"), rule("r", "", "h: line"));
        var status = engine.report(Map.of(), Map.of("source.user", "ann"));
        assertThat(status.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.message()).contains("line.default", "source.user");
        assertThat(severities()).containsExactly("ann");
        assertThat(engine.meters.count("mixer_report_failures_total")).isEqualTo(1);
    }

    @Test
    void recordsThatNoRuleWantsAreFine() {
        engine.with(
                handler("h", "inline", "keeps"),
                line("request.method"),
                rule("r", "request.method == \"PUT\"", "h: line"));
        assertThat(engine.report(Map.of("request.method", "GET"), Map.of())).isEqualTo(Status.OK);
        assertThat(batches).isEmpty();
    }
}
