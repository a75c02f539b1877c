package dev.mixer.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks of the server.
 *
 * @param folders where the configuration lies, at least one
 * @param settings the settings file; absent: none
 * @param sets {@code key=value}, later ones win
 * @param plugins folders of adapters; empty: as the settings say
 * @param exitWhenReady whether the host ends as soon as it could serve
 */
record ServerArguments(
        List<Path> folders, @Nullable Path settings, List<String> sets, List<Path> plugins, boolean exitWhenReady) {
    ServerArguments {
        folders = List.copyOf(folders);
        sets = List.copyOf(sets);
        plugins = List.copyOf(plugins);
    }

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    static ServerArguments parse(String... arguments) {
        var folders = new ArrayList<Path>();
        var sets = new ArrayList<String>();
        var plugins = new ArrayList<Path>();
        Path settings = null;
        boolean exitWhenReady = false;
        for (int i = 0; i < arguments.length; i++) {
            var argument = arguments[i];
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            var option = equals < 0 ? argument : argument.substring(0, equals);
            if (!option.startsWith("--")) {
                folders.add(Path.of(argument));
                continue;
            }
            if (argument.equals("--exit-when-ready")) {
                exitWhenReady = true;
                continue;
            }
            if (equals < 0 && i + 1 == arguments.length) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            var value = equals < 0 ? arguments[++i] : argument.substring(equals + 1);
            switch (option) {
                case "--settings" -> settings = Path.of(value);
                case "--set" -> sets.add(value);
                case "--plugins" -> plugins.add(Path.of(value));
                case "--grpc-address" -> sets.add("grpc.address=" + value);
                case "--http-address" -> sets.add("http.address=" + value);
                default ->
                    throw new IllegalArgumentException("unknown option " + option
                            + "; there are --settings, --set, --plugins, --grpc-address, --http-address and"
                            + " --exit-when-ready");
            }
        }
        if (folders.isEmpty()) {
            throw new IllegalArgumentException(
                    "name the folder of the configuration, as in: mixer serve samples/quickstart");
        }
        return new ServerArguments(folders, settings, sets, plugins, exitWhenReady);
    }
}
