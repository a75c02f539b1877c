package dev.mixer.adapters.fluentd;

import java.util.regex.Pattern;

/**
 * How an instance's name becomes a tag.
 *
 * @param text with {@code {name}} and {@code {namespace}} in it
 */
record TagPattern(String text) {
    private static final Pattern UNKNOWN = Pattern.compile("\\{(?!name}|namespace})");

    TagPattern {
        if (text.isBlank()) {
            throw new IllegalArgumentException("tag is empty");
        }
        if (UNKNOWN.matcher(text).find()) {
            throw new IllegalArgumentException("tag '" + text + "' holds a brace other than {name} and {namespace}");
        }
    }

    /** @param instanceName {@code name.namespace} */
    String of(String instanceName) {
        int dot = instanceName.lastIndexOf('.');
        return text.replace("{namespace}", instanceName.substring(dot + 1))
                .replace("{name}", dot < 0 ? instanceName : instanceName.substring(0, dot));
    }
}
