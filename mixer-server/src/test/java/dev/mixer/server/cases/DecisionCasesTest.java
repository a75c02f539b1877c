package dev.mixer.server.cases;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cases under {@code src/test/resources/cases/decision} through every front: each front's own wire message, one answer.
 * A case is added as data only.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecisionCasesTest {
    private final Map<String, CaseFile> files = CaseFile.all();
    private final Map<String, Host> hosts = new HashMap<>();

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        for (var entry : files.entrySet()) {
            hosts.put(
                    entry.getKey(), new Host(entry.getValue(), Files.createDirectory(folder.resolve(entry.getKey()))));
        }
    }

    @AfterAll
    void stop() {
        hosts.values().forEach(Host::close);
    }

    Stream<Arguments> casesByFront() {
        return files.entrySet().stream()
                .flatMap(file -> file.getValue().cases().stream()
                        .flatMap(one -> Stream.of(Front.values())
                                .filter(front -> front != Front.HTTP || HttpMessage.beyond(one.request()) == null)
                                .map(front -> Arguments.of(file.getKey(), one, front))));
    }

    Stream<Arguments> cases() {
        return files.entrySet().stream()
                .flatMap(file -> file.getValue().cases().stream().map(one -> Arguments.of(file.getKey(), one)));
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @MethodSource("casesByFront")
    void everyFrontGivesTheAnswerWanted(String file, DecisionCase one, Front front) {
        var host = host(file);
        var answer = host.ask(front, one.request());
        var exempt = one.except().get(front);
        if (exempt != null) {
            assertThat(answer.code()).as(answer.message()).isEqualTo(exempt.code());
            return;
        }
        var want = one.want();
        assertThat(answer.code()).as(answer.message()).isEqualTo(want.code());
        if (answer.message() != null) {
            assertThat(answer.message()).contains(want.message());
        }
        assertThat(answer.headers()).isEqualTo(front == Front.HTTP ? inEffect(want.headers()) : want.headers());
        if (answer.rules() != null && !want.rules().isEmpty()) {
            assertThat(answer.rules()).isEqualTo(want.rules());
        }
        if (answer.referenced() != null) {
            assertThat(answer.referenced()).containsAll(want.referenced());
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void allFrontsGiveTheSameAnswer(String file, DecisionCase one) {
        if (one.isException()) {
            return; // the test above holds each front to its own answer
        }
        var host = host(file);
        var engine = host.ask(Front.ENGINE, one.request());
        var mixer = host.ask(Front.MIXER_V1, one.request());
        var envoy = host.ask(Front.EXT_AUTHZ, one.request());

        assertThat(mixer.code()).isEqualTo(engine.code());
        assertThat(envoy.code()).isEqualTo(engine.code());
        assertThat(mixer.message()).isEqualTo(engine.message());
        assertThat(envoy.message()).isEqualTo(engine.message());
        assertThat(mixer.headers()).isEqualTo(engine.headers());
        assertThat(envoy.headers()).isEqualTo(engine.headers());
        assertThat(envoy.rules()).isEqualTo(engine.rules());
        if (HttpMessage.beyond(one.request()) == null) {
            var http = host.ask(Front.HTTP, one.request());
            assertThat(http.code()).isEqualTo(engine.code());
            if (http.message() != null) {
                assertThat(http.message()).isEqualTo(engine.message());
            }
            assertThat(http.headers()).isEqualTo(inEffect(engine.headers()));
        }
        assertThat(mixer.referenced()).containsExactlyInAnyOrderElementsOf(engine.referenced());
    }

    /** Contract C13: an answer that is reused for all requests alike in what it refers to is theirs as well. */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void whatIsNotReferencedDoesNotCount(String file, DecisionCase one) {
        var host = host(file);
        var facts = Facts.of(one.request(), Facts.joinedHeaders(one.request()));
        var answer = host.askEngine(facts);
        if (answer.code() == Status.Code.INVALID_ARGUMENT) {
            return; // refers to nothing and is never reused
        }
        var fewer = referencedOnly(facts, Set.copyOf(requireNonNull(answer.referenced())));

        assertThat(host.askEngine(fewer)).isEqualTo(answer);
    }

    @Test
    void thereAreEnoughCasesWithFewExceptions() {
        var all = files.values().stream().flatMap(file -> file.cases().stream()).toList();
        long exceptions = all.stream().filter(DecisionCase::isException).count();

        assertThat(all)
                .hasSizeGreaterThanOrEqualTo(320)
                .extracting(DecisionCase::name)
                .doesNotHaveDuplicates();
        assertThat(all)
                .allSatisfy(one -> assertThat(one.except().values())
                        .allSatisfy(exempt -> assertThat(exempt.reason()).isNotBlank()));
        assertThat(exceptions * 20).as("exceptions, times 20").isLessThanOrEqualTo(all.size());
    }

    @Test
    void thereAreEnoughAttemptsToGetAroundAPolicyAndNoneGetsThrough() {
        var attempts = files.values().stream()
                .flatMap(file -> file.cases().stream())
                .filter(DecisionCase::bypass)
                .toList();

        assertThat(attempts)
                .hasSizeGreaterThanOrEqualTo(100)
                .allSatisfy(one -> assertThat(one.want().code()).isNotEqualTo(Status.Code.OK));
    }

    /** What HTTP cannot carry is named in one place, and nothing hides behind it. */
    @Test
    void casesAreExemptFromHttpByRuleAlone() {
        var beyond = new EnumMap<HttpMessage.Beyond, Integer>(HttpMessage.Beyond.class);
        int all = 0;
        for (var entry : files.entrySet()) {
            for (var one : entry.getValue().cases()) {
                all++;
                var why = HttpMessage.beyond(one.request());
                if (why != null) {
                    beyond.merge(why, 1, Integer::sum);
                }
                if (why == HttpMessage.Beyond.SCOPE_REFUSED) {
                    assertThat(host(entry.getKey()).refusesScopeOf(one.request()))
                            .as(one.name())
                            .isTrue();
                }
            }
        }
        int principals = beyond.getOrDefault(HttpMessage.Beyond.PEER_PRINCIPAL, 0);
        int others = beyond.values().stream().mapToInt(Integer::intValue).sum() - principals;

        assertThat(principals).as("cases with a peer's certificate").isEqualTo(77);
        assertThat(others * 20).as("other exempt cases, times 20").isLessThanOrEqualTo(all);
    }

    @Test
    void everyContractHasItsCases() {
        var covered = new TreeSet<String>();
        files.values().forEach(file -> file.cases().forEach(one -> covered.addAll(one.covers())));
        var contracts = new TreeSet<String>();
        for (int i = 1; i <= 15; i++) {
            contracts.add("C" + i);
        }

        assertThat(covered).isEqualTo(contracts);
    }

    private static Map<String, Object> referencedOnly(Map<String, Object> facts, Set<String> referenced) {
        var fewer = new LinkedHashMap<String, Object>();
        facts.forEach((name, value) -> {
            if (value instanceof Map<?, ?> map && referenced.stream().noneMatch(it -> it.equals("EXACT " + name))) {
                var entries = new LinkedHashMap<Object, Object>(map);
                entries.keySet().removeIf(key -> !referenced.contains("EXACT " + name + "[" + key + "]"));
                if (!entries.isEmpty()) {
                    fewer.put(name, entries);
                }
            } else if (referenced.contains("EXACT " + name)) {
                fewer.put(name, value);
            }
        });
        return fewer;
    }

    /** A header that several operations replace is there once in an HTTP answer, with the last value. */
    private static List<String> inEffect(List<String> operations) {
        var last = new LinkedHashMap<String, String>();
        operations.stream()
                .filter(operation -> !operation.startsWith("-")) // most dialects have no words for removals
                .forEach(operation -> last.put(operation.substring(0, operation.indexOf('=')), operation));
        return List.copyOf(last.values());
    }

    private Host host(String file) {
        return requireNonNull(hosts.get(file));
    }
}
