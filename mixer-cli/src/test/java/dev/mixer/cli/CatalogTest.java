package dev.mixer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogTest {
    @Test
    void adaptersAreListed() {
        var result = Shell.withAdapters("adapters");
        assertThat(result.out()).contains("denier").contains("prometheus").contains("listentry");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
    }

    @Test
    void anAdapterShowsItsParameters() {
        var result = Shell.withAdapters("adapters", "listchecker");
        assertThat(result.out())
                .startsWith("list  ")
                .contains("also known as  listchecker")
                .contains("refreshInterval");
        result = Shell.withAdapters("adapters", "list", "-o", "json");
        assertThat(Answer.list(Json.readObject(result.out()), "parameters")).isNotEmpty();
    }

    @Test
    void anUnknownNameHasAHint() {
        var result = Shell.withAdapters("adapters", "denir");
        assertThat(result.err()).contains("did you mean 'denier'?");
        assertThat(result.code()).isEqualTo(2);
        result = Shell.withAdapters("templates", "metrics");
        assertThat(result.err()).contains("did you mean 'metric'?");
        assertThat(result.code()).isEqualTo(2);
    }

    @Test
    void templatesShowTheirFields() {
        var result = Shell.withAdapters("templates", "metric");
        assertThat(result.out()).startsWith("metric  for reports; adapters: ").contains("monitored_resource_type");
        assertThat(Shell.withAdapters("templates").out())
                .contains("checknothing")
                .contains("tracespan");
    }

    @Test
    void attributesAreFoundByPattern() {
        assertThat(Shell.run("attributes", "source.*").out().lines())
                .isNotEmpty()
                .allMatch(line -> line.startsWith("source."));
        assertThat(Shell.run("attributes", "principal").out()).contains("source.principal");
        assertThat(Shell.run("attributes", "nothing.here").code()).isEqualTo(1);
    }

    @Test
    void theVersionIsFilledIn() {
        assertThat(Shell.run("version").out()).matches("mixer [0-9]+\\.[0-9]+.* on .*\\R");
    }

    @Test
    void completionKnowsTheCommands() {
        assertThat(Shell.run("completion").out())
                .contains("complete ")
                .contains("validate")
                .contains("--explain");
    }

    static List<String> commands() {
        return new ArrayList<>(MixerCommand.commandLine().getSubcommands().keySet());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithExamples(String command) {
        var result = Shell.run(command, "--help");
        assertThat(result.out())
                .contains("Usage: mixer " + command)
                .contains("Examples:")
                .contains("mixer " + command);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
    }

    @Test
    void withoutACommandTheCommandsAreNamed() {
        var result = Shell.run();
        assertThat(result.err()).contains("which command?").contains("validate");
        assertThat(result.code()).isEqualTo(2);
        assertThat(Shell.run("--help").out()).contains("Commands:");
    }

    @Test
    void serveIsTheScripts() {
        var result = Shell.run("serve", "somewhere");
        assertThat(result.err()).contains("./mixer");
        assertThat(result.code()).isEqualTo(2);
    }
}
