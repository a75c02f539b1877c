package dev.mixer.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what is missing on this machine, and how to get it. */
@Command(
        name = "doctor",
        description =
                "Looks for what the host and its tools need on this machine, and says how to get what is missing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:a host can run; what is missing is optional", "1:something is missing that a host needs"},
        footerHeading = "%nExamples:%n",
        footer = {"  mixer doctor", "  mixer doctor -o json"})
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private final Terminal terminal = new Terminal();

    @Override
    public Integer call() throws InterruptedException {
        var findings = Doctor.examine(
                Optional.ofNullable(System.getProperty("mixer.plugins")).map(Path::of));
        boolean sound = findings.stream().noneMatch(finding -> finding.needed() && !finding.good());
        if (terminal.isJson()) {
            var json = new LinkedHashMap<String, Object>();
            findings.forEach(finding -> json.put(
                    finding.what(),
                    Map.of("good", finding.good(), "needed", finding.needed(), "detail", finding.detail())));
            terminal.json(json);
        } else {
            var paint = terminal.paint();
            for (var finding : findings) {
                var mark = finding.good() ? paint.good("✔") : finding.needed() ? paint.bad("✘") : paint.warning("!");
                terminal.out().println(mark + " " + finding.what() + "  " + finding.detail());
            }
        }
        return sound ? ExitCode.OK : ExitCode.PROBLEMS;
    }
}
