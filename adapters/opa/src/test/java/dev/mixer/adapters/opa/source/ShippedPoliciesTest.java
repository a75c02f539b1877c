package dev.mixer.adapters.opa.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.testkit.backend.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The policies to copy carry the modules that OPA makes of their sources. */
class ShippedPoliciesTest {
    private static final Path POLICIES = Path.of("..", "..", "policies", "rego");

    static Stream<Path> policies() throws IOException {
        try (var folders = Files.list(POLICIES)) {
            return folders
                    .filter(Files::isDirectory)
                    .map(folder -> folder.resolve("policy"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /** Where it fails: {@code ./mixer build DIR}. */
    @ParameterizedTest
    @MethodSource("policies")
    void theCompiledModuleIsOfTheseSources(Path folder) throws Exception {
        assertThat(PolicyReader.ofPath(folder, 1 << 24).isCompiled("envoy/authz/allow"))
                .isTrue();
    }

    /** Where it fails: {@code ./mixer build DIR}. */
    @Tag("slow")
    @ParameterizedTest
    @MethodSource("policies")
    void opaMakesTheSameBytes(Path folder) throws Exception {
        var files = PolicyReader.ofPath(folder, 1 << 24);
        var opa = OpaCommand.find(Optional.of(Backends.opa())).orElseThrow();
        var made = new RegoCompiler().compile(files, List.of("envoy/authz/allow"), opa);
        var shipped = java.util.Objects.requireNonNull(files.compiled(), "policy.wasm");
        assertThat(shipped.wasm()).isEqualTo(made.wasm());
        assertThat(shipped.plan()).isEqualTo(made.plan());
    }
}
