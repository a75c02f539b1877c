package dev.mixer.engine.dispatch;

import static dev.mixer.engine.dispatch.TestEngine.handler;
import static dev.mixer.engine.dispatch.TestEngine.instance;
import static dev.mixer.engine.dispatch.TestEngine.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.dispatch.Script.Lookup;
import dev.mixer.engine.dispatch.Script.Tagged.Tag;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.Status;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Outputs of checks that header operations of the same rule read. */
class OutputTest {
    private static final String TAGGED = instance("who", "tagged", "key: 'source.user'");

    private final TestEngine engine = new TestEngine();

    @AfterEach
    void stop() {
        engine.close();
    }

    private static String rule(String name, String adapterHandler, String operations) {
        return resource(
                "rule",
                name,
                "actions: [{handler: " + adapterHandler + ", instances: [who], name: tag}], requestHeaderOperations: ["
                        + operations + "]");
    }

    private static CheckResult tag(String text) {
        return CheckResult.ok().withOutput(new Tag(text, Optional.empty()));
    }

    @Test
    void headerOperationsReadTheOutputsOfTheirOwnRule() {
        engine.script.check("one", _ -> tag("first"));
        engine.script.later("two", _ -> CompletableFuture.supplyAsync(() -> tag("second")));
        engine.with(
                handler("a", "blocking", "one"),
                handler("b", "async", "two"),
                TAGGED,
                rule("r1", "a", "{name: x-a, values: ['tag.output.tagText']}"),
                rule("r2", "b", "{name: x-b, values: ['tag.output.tag_text + \"!\"']}"));
        assertThat(engine.check(Map.of("source.user", "u")).headers())
                .extracting(HeaderOperation::name, HeaderOperation::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("x-a", "first"),
                        org.assertj.core.groups.Tuple.tuple("x-b", "second!"));
    }

    @Test
    void anOutputThatIsMissingIsAbsent() {
        engine.script.check("bare", _ -> CheckResult.ok());
        engine.with(
                handler("a", "inline", "bare"),
                TAGGED,
                rule(
                        "r",
                        "a",
                        "{name: x-a, values: ['tag.output.tagText']}, {name: x-b, values: ['tag.output.note | \"-\"']}"));
        assertThat(engine.check(Map.of("source.user", "u")).headers())
                .extracting(HeaderOperation::name, HeaderOperation::value)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("x-b", "-"));
    }

    @Test
    void anOutputThatItsTemplateDoesNotDeclareIsAFailure() {
        engine.script.check("wrong", _ -> CheckResult.ok().withOutput(Lookup.Found.user("x")));
        engine.with(handler("a", "inline", "wrong"), TAGGED, rule("r", "a", "{name: x-a, values: ['\"v\"']}"));
        var decision = engine.check(Map.of("source.user", "u"));
        assertThat(decision.status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(decision.status().message()).contains("which its template does not declare");
        assertThat(decision.headers()).isEmpty();
    }
}
