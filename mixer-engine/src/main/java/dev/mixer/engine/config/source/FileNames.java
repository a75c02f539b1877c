package dev.mixer.engine.config.source;

import java.util.Locale;

/** Which files of a folder are configuration: not hidden ones, not cases, and not what editors leave beside them. */
final class FileNames {
    private FileNames() {}

    static boolean isHidden(String name) {
        return name.startsWith(".");
    }

    static boolean isConfiguration(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".cases.yaml")) {
            return false; // questions to a configuration, for `mixer test`
        }
        boolean known = lower.endsWith(".yaml") || lower.endsWith(".yml") || lower.endsWith(".json");
        return known && !isHidden(name) && !name.startsWith("#") && !name.startsWith("~") && !name.endsWith("~");
    }
}
