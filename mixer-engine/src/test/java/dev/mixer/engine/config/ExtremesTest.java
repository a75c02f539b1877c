package dev.mixer.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.source.ConfigFile;
import dev.mixer.engine.config.source.ConfigFiles;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What somebody might try on a host that reads configuration of many teams. */
@Timeout(20)
class ExtremesTest {
    @Test
    void aBombOfAliasesIsRefusedBeforeItGrows() {
        String bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
                + IntStream.rangeClosed(1, 40)
                        .mapToObj(i -> "a%d: &a%d [*a%d]\n".formatted(i, i, i - 1))
                        .collect(Collectors.joining())
                + "z: &z [*a1,*a1,*a1,*a1,*a1,*a1,*a1,*a1]\n";
        assertThat(read(bomb).lines()).isNotEmpty();
        String doubling = "a0: &a0 [x]\n"
                + IntStream.rangeClosed(1, 24)
                        .mapToObj(i -> "a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1))
                        .collect(Collectors.joining());
        assertThat(read(doubling).lines())
                .singleElement()
                .asString()
                .endsWith("aliases repeat more than 10000 values; write fewer");
    }

    @Test
    void thousandsOfFaultsAreSummedUp() {
        String many = IntStream.range(0, 3000)
                .mapToObj(i ->
                        "---\napiVersion: config.istio.io/v1alpha2\nkind: rules\nmetadata: {name: r%d}\n".formatted(i))
                .collect(Collectors.joining());
        Problems problems = read(many);
        assertThat(problems.lines()).hasSize(1001).last().isEqualTo("and 2000 more");
        assertThat(problems.errorCount()).isEqualTo(3000);
    }

    private static Problems read(String text) {
        var problems = new Problems();
        new ResourceReader(TestAdapters.KINDS, Namespaces.DEFAULT)
                .read(ConfigFiles.of(ConfigFile.of("f.yaml", text)), problems);
        return problems;
    }
}
