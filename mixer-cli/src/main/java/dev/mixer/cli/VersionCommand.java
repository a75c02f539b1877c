package dev.mixer.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "version",
        description = "Says which Mixer and which Java this is.",
        footerHeading = "%nExamples:%n",
        footer = {"  mixer version", "  mixer version --output json"})
final class VersionCommand implements Callable<Integer> {
    @Mixin
    private final Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        var java = System.getProperty("java.vm.name") + " " + Runtime.version();
        if (terminal.isJson()) {
            var json = new LinkedHashMap<String, Object>();
            json.put("version", version());
            json.put("java", java);
            terminal.json(json);
        } else {
            terminal.out().println("mixer " + version() + " on " + java);
        }
        return ExitCode.OK;
    }

    private static String version() {
        var properties = new Properties();
        try (var in = VersionCommand.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }
}
