package dev.mixer.cli;

import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whom to ask: a server, or a configuration in this process; a mixin. */
final class OracleOptions {
    private static final String DEFAULT_SERVER = "127.0.0.1:8080";

    @Mixin
    private final HostOptions host = new HostOptions();

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "Files and folders of configuration to run in this process; may be repeated.")
    private List<Path> config = List.of();

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            description = "The HTTP address of the server that is asked (default: " + DEFAULT_SERVER + ").")
    private @Nullable String server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "The token that the server asks for; else the environment variable MIXER_TOKEN.")
    private @Nullable Path tokenFile;

    /** Opens what was chosen; a configuration that cannot take effect has its problems printed. */
    Oracle open(AttributeOptions attributes, Terminal terminal) {
        if (server != null && !config.isEmpty()) {
            throw new UsageException("--server and --config exclude each other");
        }
        return config.isEmpty()
                ? new Remote(
                        server == null ? DEFAULT_SERVER : server, attributes.vocabulary(Vocabulary.standard()), token())
                : inProcess(terminal);
    }

    private @Nullable Secret token() {
        var text = System.getenv("MIXER_TOKEN");
        if (tokenFile != null) {
            try {
                text = Files.readString(tokenFile).strip();
            } catch (IOException e) {
                throw new UsageException("--token-file " + tokenFile + ": cannot be read; does it exist?");
            }
        }
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new UsageException((tokenFile == null ? "MIXER_TOKEN" : "--token-file " + tokenFile)
                    + ": holds blanks or characters beyond ASCII, so it is no token");
        }
        return Secret.of(text);
    }

    private Oracle inProcess(Terminal terminal) {
        var problems = new Problems();
        var settings = host.settings(problems);
        var catalog = host.catalog(settings);
        catalog.problems().forEach(terminal.err()::println);
        if (problems.hasErrors()) {
            throw refusal(problems.lines(), terminal);
        }
        var oracle = new InProcess(catalog, settings);
        var faults = oracle.apply(config);
        if (!faults.isEmpty()) {
            oracle.close();
            throw refusal(faults, terminal);
        }
        return oracle;
    }

    private static NoAnswerException refusal(List<String> lines, Terminal terminal) {
        lines.forEach(terminal.err()::println);
        return new NoAnswerException("the configuration cannot take effect");
    }
}
