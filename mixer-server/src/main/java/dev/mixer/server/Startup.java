package dev.mixer.server;

import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.settings.HostSettings;
import dev.mixer.engine.config.settings.SettingsReader;
import java.nio.file.Path;
import java.util.List;

/**
 * What the server starts with: arguments and the settings that they lead to.
 *
 * @param plugins folders of adapters
 * @param warnings lines about settings that are probably not what was meant
 */
record Startup(ServerArguments arguments, HostSettings settings, List<Path> plugins, List<String> warnings) {
    /** Where the command {@code mixer} says that its own adapters lie. */
    private static final String PLUGINS_PROPERTY = "mixer.plugins";

    /**
     * Reads arguments, settings file and environment.
     *
     * @throws IllegalArgumentException with a line for each problem
     */
    static Startup read(String... args) {
        var arguments = ServerArguments.parse(args);
        var problems = new Problems();
        var settings = new SettingsReader().read(arguments.settings(), System.getenv(), arguments.sets(), problems);
        if (settings.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), problems.lines()));
        }
        var given = System.getProperty(PLUGINS_PROPERTY);
        var plugins = !arguments.plugins().isEmpty()
                ? arguments.plugins()
                : given == null ? settings.get().plugins() : List.of(Path.of(given));
        return new Startup(arguments, settings.get(), plugins, problems.lines());
    }
}
