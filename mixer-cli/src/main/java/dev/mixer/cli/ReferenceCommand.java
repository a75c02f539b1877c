package dev.mixer.cli;

import dev.mixer.engine.config.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "reference",
        description = "Writes pages of every kind, adapter, template, function and attribute, as Markdown.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:written", "2:wrong usage, or the folder cannot be written"},
        footerHeading = "%nExamples:%n",
        footer = {"  mixer reference docs/reference", "  mixer reference /tmp/ours --plugins plugins/"})
final class ReferenceCommand implements Callable<Integer> {
    @Mixin
    private final Terminal terminal = new Terminal();

    @Mixin
    private final HostOptions host = new HostOptions();

    @Parameters(paramLabel = "DIR", description = "Where the pages go; made if it is not there.")
    @SuppressWarnings("NullAway.Init") // set by picocli before anything runs
    private Path folder;

    @Override
    public Integer call() {
        var pages = ReferencePages.of(host.catalog(host.settings(new Problems())));
        try {
            Files.createDirectories(folder);
            for (var page : pages.entrySet()) {
                Files.writeString(folder.resolve(page.getKey()), page.getValue());
            }
        } catch (IOException e) {
            throw new UsageException(folder + ": cannot be written: " + e);
        }
        terminal.out().println("wrote " + String.join(", ", pages.keySet()) + " to " + folder);
        return ExitCode.OK;
    }
}
