package dev.mixer.adapters.opa.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A module of Rego.
 *
 * @param name how messages call it: its path, or where in the configuration it stands
 * @param text what it says
 * @param version the version of Rego that it is written in, 0 or 1
 */
public record RegoSource(String name, String text, int version) {
    private static final Pattern PACKAGE = Pattern.compile(
            "\\A(?:\\s|#[^\\n]*(?:\\n|\\z))*package\\s+([A-Za-z_]\\w*(?:\\s*\\.\\s*[A-Za-z_]\\w*|\\[\"(?:[^\"\\\\]|\\\\.)*\"])*)");
    private static final Pattern PART = Pattern.compile("\\[\"((?:[^\"\\\\]|\\\\.)*)\"]|([A-Za-z_]\\w*)");

    /** A module in the version of today. */
    public RegoSource(String name, String text) {
        this(name, text, 1);
    }

    /** Whether it only tests others, by its name. */
    public boolean isTest() {
        return name.endsWith("_test.rego");
    }

    /** The names of its package; empty where none is found, which the compiler then tells. */
    List<String> packageNames() {
        var names = new ArrayList<String>();
        var found = PACKAGE.matcher(text);
        if (found.find()) {
            var part = PART.matcher(found.group(1));
            while (part.find()) {
                names.add(part.group(1) == null ? part.group(2) : part.group(1).replaceAll("\\\\(.)", "$1"));
            }
        }
        return names;
    }
}
