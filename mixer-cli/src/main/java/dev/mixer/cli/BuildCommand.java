package dev.mixer.cli;

import dev.mixer.adapters.opa.source.InvalidPolicyException;
import dev.mixer.adapters.opa.source.OpaCommand;
import dev.mixer.adapters.opa.source.PolicyReader;
import dev.mixer.adapters.opa.source.RegoCompiler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compiles policies in Rego for hosts that have no OPA. */
@Command(
        name = "build",
        description = {
            "Compiles a policy in Rego, by OPA's own command.",
            "Beside the sources: policy.wasm, plan.json and policy.wasm.sources, which a host uses as long as the sources are"
                    + " these. With --bundle: a bundle with all of it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is compiled",
            "1:the policy has faults",
            "2:wrong usage",
            "3:there is no opa, or it failed"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mixer build policies/rego/rbac/policy",
            "  mixer build policy/ --entrypoint mesh/allow --bundle policy.tar.gz"
        })
final class BuildCommand implements Callable<Integer> {
    private static final long LARGEST = 256L << 20;

    @Mixin
    private final Terminal terminal = new Terminal();

    @Parameters(paramLabel = "DIR", description = "The folder with the modules (*.rego) and the data.")
    private Path folder = Path.of("");

    @Option(
            names = {"-e", "--entrypoint"},
            paramLabel = "RULE",
            description = "A rule that decides, PACKAGE/RULE; may be repeated. Default: envoy/authz/allow")
    private List<String> entrypoints = new ArrayList<>();

    @Option(names = "--bundle", paramLabel = "FILE", description = "Writes a bundle (.tar.gz) instead.")
    private @Nullable Path bundle;

    @Option(
            names = "--opa",
            paramLabel = "FILE",
            description = "OPA's command. Default: MIXER_OPA, or opa of the PATH.")
    private @Nullable Path opa;

    @Override
    public Integer call() throws InterruptedException {
        var rules = entrypoints.isEmpty() ? List.of("envoy/authz/allow") : entrypoints;
        var command = OpaCommand.find(Optional.ofNullable(opa)).orElseThrow(() -> new NoAnswerException(Doctor.NO_OPA));
        try {
            var files = PolicyReader.ofPath(folder, LARGEST);
            var compiled = new RegoCompiler().compile(files, rules, command);
            if (bundle != null) {
                writeBundle(command, rules, bundle);
                terminal.out().println("wrote " + bundle);
            } else {
                Files.write(folder.resolve("policy.wasm"), compiled.wasm());
                if (compiled.plan() != null) {
                    Files.write(folder.resolve("plan.json"), compiled.plan());
                }
                Files.writeString(
                        folder.resolve("policy.wasm.sources"), compiled.sources() + "\n", StandardCharsets.UTF_8);
                terminal.out()
                        .println("compiled " + files.sources().size() + " modules to " + folder.resolve("policy.wasm")
                                + " (" + compiled.wasm().length / 1024 + " KiB), entrypoints "
                                + String.join(", ", rules));
            }
            return ExitCode.OK;
        } catch (InvalidPolicyException e) {
            e.faults().forEach(terminal.err()::println);
            return ExitCode.PROBLEMS;
        } catch (IOException e) {
            throw new NoAnswerException(folder + ": " + e.getMessage());
        }
    }

    private void writeBundle(OpaCommand command, List<String> rules, Path file)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("build", "--target", "wasm", "--output", file.toString()));
        rules.forEach(rule -> arguments.addAll(List.of("--entrypoint", rule)));
        arguments.addAll(List.of("--ignore", "*_test.rego", "--bundle", folder.toString()));
        var outcome = command.run(arguments);
        if (outcome.exit() != 0) {
            throw new IOException((outcome.errors() + outcome.output()).strip());
        }
    }
}
