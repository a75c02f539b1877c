package dev.mixer.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command prints and in which form; a mixin of each command that has something to say. */
final class Terminal {
    /** The forms of output; in lower case, as they are written on the command line. */
    enum Format {
        text,
        json
    }

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli before anything runs
    private CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}: for people or for programs (default: ${DEFAULT-VALUE}).")
    private Format format = Format.text;

    boolean isJson() {
        return format == Format.json;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    Paint paint() {
        return new Paint(spec.commandLine().getColorScheme().ansi().enabled());
    }

    /** An empty screen, where there is one. */
    void clear() {
        if (spec.commandLine().getColorScheme().ansi().enabled()) {
            out().print("\033[H\033[2J\033[3J");
            out().flush();
        }
    }

    void json(Object value) {
        out().println(Json.write(value));
    }
}
