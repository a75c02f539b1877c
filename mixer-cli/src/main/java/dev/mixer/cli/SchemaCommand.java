package dev.mixer.cli;

import dev.mixer.engine.config.bind.JsonSchema;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.rule.ConfigurationSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "schema",
        description = "Writes a JSON Schema of configuration files, by which editors complete and check them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mixer schema > mixer.schema.json",
            "",
            "Editors with the YAML language server read it from the first line of a file:",
            "  # yaml-language-server: $schema=mixer.schema.json"
        })
final class SchemaCommand implements Callable<Integer> {
    @Mixin
    private final Terminal terminal = new Terminal();

    @Mixin
    private final HostOptions host = new HostOptions();

    @Override
    public Integer call() {
        var catalog = host.catalog(host.settings(new Problems()));
        terminal.out().print(JsonSchema.textOf(ConfigurationSchema.of(catalog)));
        return ExitCode.OK;
    }
}
