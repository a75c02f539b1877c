package dev.mixer.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.delivery.Books;
import dev.mixer.spi.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTest {
    @TempDir
    private Path folder;

    private final Sending sending = new Sending();

    private static String handler(String name, String more) {
        return """
                apiVersion: config.istio.io/v1alpha2
                kind: handler
                metadata: {name: %s, namespace: default}
                spec:
                  compiledAdapter: sending
                %s
                ---
                """.formatted(name, more.indent(2));
    }

    private static String rule(String... handlers) {
        var actions = new StringBuilder();
        for (var handler : handlers) {
            actions.append("  - {handler: ").append(handler).append(", instances: [line]}\n");
        }
        return """
                apiVersion: config.istio.io/v1alpha2
                kind: instance
                metadata: {name: line, namespace: default}
                spec:
                  compiledTemplate: logentry
                  params: {severity: 'request.path | "none"', variables: {}}
                ---
                apiVersion: config.istio.io/v1alpha2
                kind: rule
                metadata: {name: all, namespace: default}
                spec:
                  actions:
                """ + actions.toString().indent(2);
    }

    private static Map<String, Object> record(String path) {
        return Map.of("destination.namespace", "default", "request.path", path);
    }

    private TestEngine engine() {
        return new TestEngine(folder, sending);
    }

    private static Books books(TestEngine engine) {
        return engine.live.outboxes().iterator().next().books();
    }

    @Test
    void recordsArriveInOrder() {
        try (var engine = engine().with(handler("far", ""), rule("far"))) {
            assertThat(engine.report(record("a"), record("b"), record("c")).isOk())
                    .isTrue();
            TestEngine.await(() -> sending.arrived.size() == 3);

            assertThat(sending.arrived).containsExactly("a", "b", "c");
            TestEngine.await(() -> books(engine).delivered() == 3);
            assertThat(books(engine).balance()).isTrue();
        }
    }

    @Test
    void aReportIsAcceptedWhileTheBackendIsAwayAndArrivesWhenItIsBack() {
        sending.away = true;
        try (var engine = engine().with(handler("far", ""), rule("far"))) {
            assertThat(engine.report(record("a")).isOk()).isTrue();
            TestEngine.await(() -> books(engine).redelivered() > 0);
            assertThat(sending.arrived).isEmpty();

            sending.away = false;
            TestEngine.await(() -> sending.arrived.size() == 1);
        }
    }

    @Test
    void whatIsLeftAtAnOrderlyEndArrivesAfterTheNextStart() {
        for (var durability : new String[] {"MEMORY", "SPOOL"}) {
            sending.arrived.clear();
            sending.away = true;
            var documents = new String[] {handler("far", "durability: " + durability), rule("far")};
            try (var engine = engine().with(documents)) {
                assertThat(engine.report(record("a"), record("b")).isOk()).isTrue();
            }
            assertThat(sending.arrived).isEmpty();

            sending.away = false;
            try (var engine = engine().with(documents)) {
                TestEngine.await(() -> books(engine).waiting() == 0);
                assertThat(sending.arrived).as(durability).containsExactly("a", "b");
            }
        }
    }

    @Test
    void anEditedHandlerGoesOnWhereItsPredecessorStopped() {
        sending.away = true;
        try (var engine = engine().with(handler("far", "durability: SPOOL"), rule("far"))) {
            assertThat(engine.report(record("a")).isOk()).isTrue();
            TestEngine.await(() -> books(engine).redelivered() > 0);

            engine.with(handler("far", "durability: SPOOL\nparams: {label: 'next '}"), rule("far"));
            sending.away = false;
            TestEngine.await(() -> sending.arrived.size() == 1);

            assertThat(sending.arrived).containsExactly("next a");
            assertThat(books(engine).accepted()).isEqualTo(1);
        }
    }

    @Test
    void aReportThatOneHandlerHasNoRoomForIsTakenByNone() {
        sending.away = true;
        var small = "durability: SPOOL\ndelivery: {memory: 1MiB, spool: 1MiB}";
        try (var engine =
                engine().with(handler("large", "durability: SPOOL"), handler("small", small), rule("large", "small"))) {
            var long1 = "x".repeat(300_000);
            Status status;
            int taken = 0;
            do {
                status = engine.report(record(long1));
                taken += status.isOk() ? 1 : 0;
            } while (status.isOk() && taken < 10);

            assertThat(status.code()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(status.message()).contains("small.default").contains("full");
            long expected = taken;
            for (var outbox : engine.live.outboxes()) {
                TestEngine.await(() -> outbox.books().accepted() == expected);
            }
            sending.away = false;
        }
    }

    @Test
    void aRecordThatCannotBeEncodedKeepsNothingFromTheOthers() {
        try (var engine = engine().with(handler("far", ""), rule("far"))) {
            var status = engine.report(record("a"), record("unencodable"), record("b"));

            assertThat(status.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(status.message()).contains("far.default").contains("no such severity");
            TestEngine.await(() -> sending.arrived.size() == 2);
            TestEngine.await(() -> books(engine).droppedInAll() == 1);
            assertThat(books(engine).balance()).isTrue();
        }
    }

    @Test
    void aHandlerThatIsTakenAwaySendsWhatItHas() {
        try (var engine = engine().with(handler("far", "delivery: {batchAge: 10m}"), rule("far"))) {
            assertThat(engine.report(record("a")).isOk()).isTrue();
            engine.with(handler("other", ""), rule("other"));

            TestEngine.await(() -> sending.arrived.size() == 1);
            TestEngine.await(() -> engine.live.outboxes().size() == 1);
        }
    }

    @Test
    void handlersOfTheOlderFormMayShareAName() {
        var older = """
                apiVersion: config.istio.io/v1alpha2
                kind: sending
                metadata: {name: handler, namespace: default}
                spec: {label: 'one '}
                ---
                apiVersion: config.istio.io/v1alpha2
                kind: inline
                metadata: {name: handler, namespace: default}
                spec: {}
                ---
                """;
        try (var engine = engine().with(older, rule("handler.sending"))) {
            assertThat(engine.report(record("a")).isOk()).isTrue();
            TestEngine.await(() -> sending.arrived.size() == 1);
            assertThat(engine.live.outboxes().iterator().next().handler()).isEqualTo("handler.sending.default");
        }
    }

    @Test
    void theFolderOfOneHostIsNotOpenedByAnother() {
        try (var engine = engine().with(handler("far", "durability: SPOOL"), rule("far"));
                var other = engine()) {
            var state = other.apply(handler("far", "durability: SPOOL"), rule("far"));

            assertThat(state.problems()).singleElement().asString().contains("another host uses");
            assertThat(engine.report(record("a")).isOk()).isTrue();
        }
    }

    @Test
    void spoolingForAnAdapterThatKeepsNothingIsAProblem() {
        try (var engine = engine()) {
            var state = engine.apply(handler("far", "durability: SPOOL").replace("sending", "inline"), rule("far"));

            assertThat(state.problems())
                    .anyMatch(problem -> problem.contains("keeps nothing that could be sent later"));
            assertThat(Files.exists(folder.resolve("far.default"))).isFalse();
        }
    }
}
