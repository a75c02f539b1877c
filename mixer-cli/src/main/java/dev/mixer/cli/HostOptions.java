package dev.mixer.cli;

import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.settings.HostSettings;
import dev.mixer.engine.config.settings.SettingsReader;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.engine.policy.RbacAdapter;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The host's settings and plug-ins, as the server takes them; a mixin. */
final class HostOptions {
    /** Where the script {@code ./mixer} says that the plug-ins of this build are. */
    static final String PLUGINS_PROPERTY = "mixer.plugins";

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "The host's settings (mixer.yaml); MIXER_* variables and --set come on top.")
    private @Nullable Path settings;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting; may be repeated.")
    private List<String> sets = List.of();

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "A folder of adapters, one folder each; may be repeated (default: those of this build).")
    private List<Path> plugins = List.of();

    /** The settings; their faults go to {@code problems}, the defaults then stand in. */
    HostSettings settings(Problems problems) {
        return new SettingsReader()
                .read(settings, System.getenv(), sets, problems)
                .orElseGet(HostOptions::defaults);
    }

    private static HostSettings defaults() {
        return new SettingsReader()
                .read(null, Map.of(), List.of(), new Problems())
                .orElseThrow();
    }

    /** The adapters that configurations may name. */
    AdapterCatalog catalog(HostSettings host) {
        return AdapterCatalog.load(folders(host), new RbacAdapter());
    }

    private List<Path> folders(HostSettings host) {
        if (!plugins.isEmpty()) {
            return plugins;
        }
        var built = System.getProperty(PLUGINS_PROPERTY, "");
        // Where the settings say nothing of plug-ins, those of this build count.
        return built.isEmpty() || !host.plugins().equals(defaults().plugins())
                ? host.plugins()
                : Arrays.stream(built.split(File.pathSeparator)).map(Path::of).toList();
    }
}
