package dev.mixer.server;

import java.nio.file.Path;
import java.util.Map;

/** Where the host keeps what outlives it: {@code $XDG_STATE_HOME/mixer}, or {@code ~/.local/state/mixer}. */
final class StateFolder {
    private StateFolder() {}

    /** The folder, which need not exist; a relative XDG_STATE_HOME has no effect, as its specification says. */
    static Path of(Map<String, String> environment, String home) {
        var given = Path.of(environment.getOrDefault("XDG_STATE_HOME", ""));
        var state = given.isAbsolute() ? given : Path.of(home, ".local", "state");
        return state.resolve("mixer");
    }
}
