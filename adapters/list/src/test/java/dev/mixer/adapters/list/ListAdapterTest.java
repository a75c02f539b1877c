package dev.mixer.adapters.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Problem;
import dev.mixer.spi.Status;
import dev.mixer.spi.template.ListEntry;
import dev.mixer.testkit.AdapterContract;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListAdapterTest extends AdapterContract<ListParameters> {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path folder = Path.of("");

    private TestHost host = TestHost.create();

    @BeforeEach
    void start() {
        host = TestHost.create();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Override
    protected Adapter<ListParameters> adapter() {
        return new ListAdapter();
    }

    @Override
    protected ListParameters workingParameters() throws IOException {
        return ofFile(write("sample", "v1\nv2\n"), Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "STRINGS, false, v1, OK, ''",
        "STRINGS, false, v9, PERMISSION_DENIED, v9 is not listed",
        "STRINGS, true, v1, PERMISSION_DENIED, v1 is listed",
        "STRINGS, true, v9, OK, ''",
        "IP_ADDRESSES, false, 10.0.0.1, OK, ''",
        "IP_ADDRESSES, true, ::ffff:10.0.0.1, PERMISSION_DENIED, ::ffff:10.0.0.1 is listed",
        "IP_ADDRESSES, true, 10.1, INVALID_ARGUMENT, 10.1 is not an IP address",
        "IP_ADDRESSES, false, x, INVALID_ARGUMENT, x is not an IP address",
    })
    void answers(EntryType type, boolean blacklist, String value, Status.Code code, String message) throws Exception {
        var entries = List.of(type == EntryType.STRINGS ? "v1" : "10.0.0.0/8");
        var parameters = Defaults.of(
                ListParameters.class, Map.of("entryType", type, "blacklist", blacklist, "overrides", entries));
        try (var handler = adapter().open(parameters, host)) {
            var result = Calls.check(handler, new ListEntry(value));
            assertThat(result.status()).isEqualTo(Status.of(code, message));
            assertThat(result.validFor()).isEqualTo(Duration.ofMinutes(5));
            assertThat(result.validUses()).isEqualTo(10_000);
            assertThat(handler.neverBlocks()).isTrue();
        }
    }

    @Test
    void aLongValueIsCutInTheMessage() throws Exception {
        try (var handler = adapter().open(ofFile(write("list", "v1"), Map.of()), host)) {
            var message = Calls.check(handler, new ListEntry("x".repeat(100_000)))
                    .status()
                    .message();
            assertThat(message).hasSize(215).endsWith("… is not listed");
        }
    }

    @Test
    void badOverridesAreProblemsWithTheirPlace() {
        var patterns = Defaults.of(
                ListParameters.class,
                Map.of("entryType", EntryType.REGEX, "overrides", List.of("a", "(b", "c", "d{2,1}")));
        assertThat(adapter().validate(patterns))
                .extracting(Problem::path)
                .containsExactly("overrides[1]", "overrides[3]");
        var addresses = Defaults.of(
                ListParameters.class,
                Map.of("entryType", EntryType.IP_ADDRESSES, "overrides", List.of("10.0.0.1", "10.0.0.300")));
        assertThat(adapter().validate(addresses)).extracting(Problem::path).containsExactly("overrides[1]");
    }

    @Test
    void aListOfNothingIsWarnedOf() {
        assertThat(adapter().validate(Defaults.of(ListParameters.class)))
                .extracting(Problem::severity)
                .containsExactly(Problem.Severity.WARNING);
    }

    @Test
    void overridesAreInAdditionToTheFile() throws Exception {
        var parameters = ofFile(write("list", "\ufeff v1 \r\n\r\nv2"), Map.of("overrides", List.of("v3")));
        try (var handler = adapter().open(parameters, host)) {
            assertThat(passes(handler, "v1", "v2", "v3", "v4")).containsExactly(true, true, true, false);
        }
    }

    @Test
    void anEditOfTheFileTakesEffectWithinASecond() throws Exception {
        var file = write("list", "v1");
        try (var handler = adapter().open(ofFile(file, Map.of()), host)) {
            assertThat(passes(handler, "v1", "v2")).containsExactly(true, false);
            Files.writeString(file, "v2 ");
            assertThat(passes(handler, "v1", "v2")).containsExactly(true, false);
            host.advance(SECOND);
            assertThat(passes(handler, "v1", "v2")).containsExactly(false, true);
            Files.move(write("other", "v3"), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            host.advance(SECOND);
            assertThat(passes(handler, "v2", "v3")).containsExactly(false, true);
        }
    }

    @Test
    void anUnreadableFileKeepsTheOldListUntilItsTtlEnds() throws Exception {
        var file = write("list", "v1");
        try (var handler = adapter().open(ofFile(file, Map.of("overrides", List.of("v0"))), host)) {
            Files.delete(file);
            host.advance(SECOND);
            assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
            assertThat(handler.state().detail()).contains("there is no file");
            assertThat(passes(handler, "v1")).containsExactly(true);
            host.advance(Duration.ofSeconds(298));
            assertThat(Calls.check(handler, new ListEntry("v1")).validFor()).isEqualTo(SECOND);
            host.advance(Duration.ofSeconds(60));
            assertThatThrownBy(() -> Calls.check(handler, new ListEntry("v1")))
                    .isInstanceOf(AdapterException.class)
                    .hasMessageContaining("list not loaded");
            assertThat(handler.state().phase()).isEqualTo(Phase.CONNECTING);
            assertThat(passes(handler, "v0")).containsExactly(true);
            Files.writeString(file, "v1");
            host.advance(Duration.ofSeconds(60));
            assertThat(passes(handler, "v1")).containsExactly(true);
            assertThat(handler.state().phase()).isEqualTo(Phase.READY);
        }
    }

    @Test
    void aFileWithABadEntryIsRejectedAsAWhole() throws Exception {
        var file = write("list", "10.0.0.1");
        var parameters = ofFile(file, Map.of("entryType", EntryType.IP_ADDRESSES));
        try (var handler = adapter().open(parameters, host)) {
            Files.writeString(file, "10.0.0.2\n\n10.0.0.999\n");
            host.advance(Duration.ofSeconds(3));
            assertThat(passes(handler, "10.0.0.1", "10.0.0.2")).containsExactly(true, false);
            assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
            assertThat(handler.state().detail()).contains("line 3").contains("'10.0.0.999'");
            assertThat(host.count("list_refreshes_total", "result", "rejected")).isEqualTo(1);
            assertThat(host.gauge("list_entries")).isEqualTo(1);
        }
    }

    @Test
    void aFileThatIsNotThereYetIsAState() throws Exception {
        var file = folder.resolve("late");
        try (var handler = adapter().open(ofFile(file, Map.of()), host)) {
            assertThat(handler.state().phase()).isEqualTo(Phase.CONNECTING);
            assertThatThrownBy(() -> Calls.check(handler, new ListEntry("v1"))).hasMessageContaining("list not loaded");
            Files.writeString(file, "v1");
            host.advance(SECOND);
            assertThat(passes(handler, "v1")).containsExactly(true);
        }
    }

    @Test
    void reopeningCarriesOverTheListOfTheSameProvider() throws Exception {
        var file = write("list", "v1");
        try (var previous = adapter().open(ofFile(file, Map.of()), host)) {
            Files.delete(file);
            var edited = ofFile(file, Map.of("blacklist", true));
            try (var next = host.successor();
                    var handler = adapter().reopen(edited, next, previous)) {
                assertThat(passes(handler, "v1", "v2")).containsExactly(false, true);
                assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
            }
            var elsewhere = ofFile(folder.resolve("nowhere"), Map.of());
            try (var next = host.successor();
                    var handler = adapter().reopen(elsewhere, next, previous)) {
                assertThatThrownBy(() -> Calls.check(handler, new ListEntry("v1")))
                        .hasMessageContaining("list not loaded");
            }
        }
    }

    @Test
    void nothingIsReadAfterClose() throws Exception {
        var file = write("list", "v1");
        var handler = adapter().open(ofFile(file, Map.of()), host);
        handler.close();
        host.advance(Duration.ofSeconds(5));
        assertThat(host.count("list_refreshes_total", "result", "unchanged")).isZero();
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static ListParameters ofFile(Path file, Map<String, ?> others) {
        var values = new java.util.HashMap<String, Object>(others);
        values.put("providerUrl", file.toString());
        return Defaults.of(ListParameters.class, values);
    }

    private static List<Boolean> passes(Handler handler, String... values) throws Exception {
        var passed = new java.util.ArrayList<Boolean>();
        for (var value : values) {
            passed.add(Calls.check(handler, new ListEntry(value)).status().isOk());
        }
        return passed;
    }
}
