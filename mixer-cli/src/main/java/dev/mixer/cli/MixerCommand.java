package dev.mixer.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code mixer}. */
@Command(
        name = "mixer",
        description = "Policy and telemetry for service-mesh sidecars.",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mixer serve samples/quickstart",
            "  mixer validate samples/quickstart",
            "  mixer check --config samples/quickstart --explain -a request.path=/admin",
            "",
            "Each command says more with --help."
        },
        subcommands = {
            ServeCommand.class,
            ValidateCommand.class,
            TestCommand.class,
            BuildCommand.class,
            CheckCommand.class,
            ReportCommand.class,
            EvalCommand.class,
            AdaptersCommand.class,
            TemplatesCommand.class,
            AttributesCommand.class,
            SchemaCommand.class,
            ReferenceCommand.class,
            DoctorCommand.class,
            VersionCommand.class,
            CompletionCommand.class
        })
public final class MixerCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything runs
    private CommandSpec spec;

    // Read by picocli, which then prints the help and runs nothing.
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this help.")
    private boolean help;

    /** For {@link #commandLine()}, which starts here. */
    MixerCommand() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command with all its parts, ready to be executed. */
    static CommandLine commandLine() {
        var line = new CommandLine(new MixerCommand());
        line.setUsageHelpAutoWidth(true);
        line.setAbbreviatedSubcommandsAllowed(false);
        line.setParameterExceptionHandler((e, _) -> refuse(e.getCommandLine(), String.valueOf(e.getMessage())));
        line.setExecutionExceptionHandler((e, command, _) -> switch (e) {
            case UsageException usage -> refuse(command, String.valueOf(usage.getMessage()));
            case NoAnswerException none -> {
                complain(command.getErr(), command, String.valueOf(none.getMessage()));
                yield ExitCode.NO_ANSWER;
            }
            default -> throw e;
        });
        return line;
    }

    @Override
    public void run() {
        throw new UsageException(
                "which command? " + String.join(", ", spec.subcommands().keySet()));
    }

    private static int refuse(CommandLine command, String message) {
        var err = command.getErr();
        complain(err, command, message);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    private static void complain(PrintWriter err, CommandLine command, String message) {
        var paint = new Paint(command.getColorScheme().ansi().enabled());
        err.println(paint.bad("mixer: ") + message);
    }
}
