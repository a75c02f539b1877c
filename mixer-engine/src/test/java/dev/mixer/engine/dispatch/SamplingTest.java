package dev.mixer.engine.dispatch;

import static dev.mixer.engine.dispatch.TestEngine.handler;
import static dev.mixer.engine.dispatch.TestEngine.instance;
import static dev.mixer.engine.dispatch.TestEngine.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.CheckResult;
import dev.mixer.spi.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sampling of a rule as calls see it; what the samplers take is tested where they live. */
class SamplingTest {
    private final TestEngine engine = new TestEngine();
    private final List<Object> taken = new ArrayList<>();

    @BeforeEach
    void writeScript() {
        engine.script.report("log", taken::addAll);
        engine.script.check("deny", _ -> CheckResult.denied("no"));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private void sampled(String sampling) {
        engine.with(
                handler("log", "inline", "log"),
                handler("deny", "inline", "deny"),
                instance("entry", "logentry", ""),
                instance("all", "checknothing", ""),
                resource(
                        "rule",
                        "r",
                        "actions: [{handler: log, instances: [entry]}, {handler: deny, instances: [all]}], sampling: {"
                                + sampling + "}"));
    }

    private long sampledOut() {
        return engine.meters.count("mixer_report_sampled_out_total");
    }

    @Test
    void recordsThatAreNotTakenAreCountedAndNotReported() {
        sampled("random: {attributeExpression: 'request.size', percentSampled: {numerator: 100}}");
        assertThat(engine.report(Map.of("request.size", 100L), Map.of("request.size", 0L), Map.of()))
                .isEqualTo(Status.OK);
        assertThat(taken).hasSize(1);
        assertThat(sampledOut()).isEqualTo(2);
    }

    @Test
    void theRequestIdDecidesAlikeForEveryRecordThatHasIt() {
        sampled("random: {percentSampled: {numerator: 5000, denominator: TEN_THOUSAND}}");
        for (int i = 0; i < 20; i++) {
            engine.report(Map.of("request.headers", Map.of("x-request-id", "00000001-0000-4000-8000-000000000000")));
            engine.report(Map.of("request.headers", Map.of("x-request-id", "0000270f-0000-4000-8000-000000000000")));
        }
        assertThat(taken).hasSize(20);
    }

    @Test
    void aRateLimitTakesTheFirstThenOneOfSoMany() {
        sampled("rateLimit: {samplingDuration: 1h, maxUnsampledEntries: 3, samplingRate: 5}");
        for (int i = 0; i < 13; i++) {
            engine.report(Map.of());
        }
        assertThat(taken).hasSize(3 + 2);
    }

    @Test
    void checksAreNeverSampled() {
        sampled("random: {percentSampled: {numerator: 0}}");
        assertThat(engine.check(Map.of()).status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        engine.report(Map.of());
        assertThat(taken).isEmpty();
    }
}
