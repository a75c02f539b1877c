package dev.mixer.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;

/** Runs commands without a process and keeps what they print. */
final class Shell {
    /** The adapters that the modules before this one built. */
    static final Path PLUGINS = Path.of("..", "target", "plugins");

    private Shell() {}

    /** What a command left behind. */
    record Result(int code, String out, String err) {}

    /** Runs a command as where no terminal is. */
    static Result run(String... arguments) {
        return run(false, arguments);
    }

    static Result run(boolean colours, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = MixerCommand.commandLine();
        line.setColorScheme(Help.defaultColorScheme(colours ? Help.Ansi.ON : Help.Ansi.OFF));
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int code = line.execute(arguments);
        return new Result(code, out.toString(), err.toString());
    }

    /** Runs a command with the adapters of this build. */
    static Result withAdapters(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(1, List.of("--plugins", PLUGINS.toString()));
        return run(all.toArray(String[]::new));
    }
}
