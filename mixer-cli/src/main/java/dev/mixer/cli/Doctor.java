package dev.mixer.cli;

import dev.mixer.adapters.opa.source.OpaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at what a host and its tools need on this machine. */
final class Doctor {
    static final String NO_OPA = "the command opa, which compiles Rego, was not found: install it from"
            + " https://www.openpolicyagent.org/docs/#running-opa (with Go: go install"
            + " github.com/open-policy-agent/opa@latest), and put it on the PATH or name it in MIXER_OPA";

    /** A finding; {@code needed} where nothing works without it. */
    record Finding(String what, boolean good, boolean needed, String detail) {}

    private Doctor() {}

    static List<Finding> examine(Optional<Path> plugins) throws InterruptedException {
        var findings = new ArrayList<Finding>();
        var version = Runtime.version();
        findings.add(new Finding(
                "Java",
                version.feature() >= 25,
                true,
                version + (version.feature() >= 25 ? "" : "; the host needs 25 or later")));
        plugins.ifPresent(folder -> findings.add(plugins(folder)));
        findings.add(opa());
        return findings;
    }

    private static Finding plugins(Path folder) {
        try (var folders = Files.list(folder)) {
            long count = folders.filter(Files::isDirectory).count();
            return new Finding("adapters", count > 0, true, count + " in " + folder);
        } catch (IOException e) {
            return new Finding(
                    "adapters", false, true, folder + " cannot be read; build first, or name it with --plugins");
        }
    }

    private static Finding opa() throws InterruptedException {
        var command = OpaCommand.find(Optional.empty());
        if (command.isEmpty()) {
            return new Finding(
                    "opa",
                    false,
                    false,
                    NO_OPA + ". Without it only policies that are compiled (mixer build) can be used");
        }
        try {
            var said = command.get().run(List.of("version"));
            var first = said.output().lines().findFirst().orElse(said.errors());
            return new Finding(
                    "opa", said.exit() == 0, false, first + ", " + command.get().program());
        } catch (IOException e) {
            return new Finding("opa", false, false, command.get().program() + " cannot be run: " + e.getMessage());
        }
    }
}
