package dev.mixer.adapters.opa.builtin;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.ValueText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The tables under {@code builtin/}: a call, its arguments as the text of an array, and what it gives as the text of a value, or
 * {@code undefined}, or {@code fails}. What is given there is what OPA 1.22.2 answers; a case in which this host differs says so
 * with {@code differs}.
 */
class BuiltinCasesTest {
    private static final Path TABLES = Path.of("src/test/resources/builtin");
    private static final Builtins BUILTINS = Builtins.standard();

    private static List<Path> tables() throws IOException {
        try (var files = Files.list(TABLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> cases(Path table) throws IOException {
        var settings = LoadSettings.builder().setCodePointLimit(10_000_000).build();
        return (List<Map<String, Object>>)
                requireNonNull(new Load(settings).loadFromString(Files.readString(table)), "empty table");
    }

    @TestFactory
    Stream<DynamicContainer> answersAsOpaDoes() throws IOException {
        var containers = new ArrayList<DynamicContainer>();
        for (var table : tables()) {
            containers.add(DynamicContainer.dynamicContainer(
                    table.getFileName().toString(),
                    cases(table).stream()
                            .map(row -> DynamicTest.dynamicTest(
                                    row.get("call") + ": " + row.get("does"), () -> check(row)))));
        }
        return containers.stream();
    }

    private static void check(Map<String, Object> row) throws Exception {
        var builtin = requireNonNull(BUILTINS.find((String) requireNonNull(row.get("call"))), "no such builtin");
        var arguments = ((RegoArray) ValueText.parse((String) requireNonNull(row.get("with")))).elements();
        assertEquals(builtin.arity(), arguments.size(), "arguments");
        var context = new TestContext();
        if (row.containsKey("fails")) {
            assertThrows(BuiltinException.class, () -> builtin.call(arguments, context));
            return;
        }
        var given = builtin.call(arguments, context);
        if (row.containsKey("undefined")) {
            assertNull(given);
        } else {
            assertEquals(
                    ValueText.write(ValueText.parse((String) requireNonNull(row.get("gives")))),
                    given == null ? "undefined" : ValueText.write(given));
        }
    }

    @Test
    void everyBuiltinHasCases() throws IOException {
        var names = new HashSet<>(BUILTINS.names());
        for (var table : tables()) {
            cases(table).forEach(row -> names.remove(row.get("call")));
        }
        names.removeAll(List.of("rand.intn", "uuid.rfc4122", "trace", "internal.print")); // in HostBuiltinsTest
        assertTrue(names.isEmpty(), () -> "no cases for " + names);
    }
}
