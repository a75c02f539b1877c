package dev.mixer.engine.config.source;

import java.util.Locale;
import java.util.Set;

/**
 * Which files of a folder are configuration: not hidden ones, not cases, not the data of policies in Rego, and not what
 * editors leave beside them.
 */
final class FileNames {
    private static final Set<String> REGO_DATA = Set.of("data.json", "data.yaml", "data.yml", "plan.json");

    private FileNames() {}

    /** Whether it is a module of Rego, so that the folder and those in it belong to a policy. */
    static boolean isRego(String name) {
        return name.endsWith(".rego");
    }

    /** Whether it is part of a policy in Rego where modules are beside or above it: its data, and what compilers make of it. */
    static boolean isPolicyData(String name) {
        return REGO_DATA.contains(name);
    }

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
