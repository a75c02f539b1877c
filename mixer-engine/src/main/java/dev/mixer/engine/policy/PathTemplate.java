package dev.mixer.engine.policy;

import java.util.ArrayList;
import java.util.regex.Pattern;

/**
 * Paths with {@code {*}} for one segment and {@code {**}} for any number, as Istio and Envoy's URI templates have them: an
 * operator is a whole segment, {@code {**}} stands once and last of all operators.
 */
final class PathTemplate {
    private static final String ONE = "{*}";
    private static final String MANY = "{**}";

    private PathTemplate() {}

    /** Whether a path of a policy is a template. */
    static boolean is(String path) {
        return path.contains(ONE) || path.contains(MANY);
    }

    /**
     * The paths that a template means.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    static ValueMatcher.Shape compile(String template) {
        if (!template.startsWith("/")) {
            throw new IllegalArgumentException("'" + template + "' must begin with /");
        }
        var parts = new ArrayList<String>();
        boolean many = false;
        for (var segment : template.substring(1).split("/", -1)) {
            if (many && (segment.equals(ONE) || segment.equals(MANY))) {
                throw new IllegalArgumentException("'" + template + "': {**} must be the last operator");
            }
            if (segment.equals(ONE)) {
                parts.add("[^/]+");
            } else if (segment.equals(MANY)) {
                many = true;
                parts.add(".*");
            } else if (segment.contains("{") || segment.contains("}") || segment.contains("*")) {
                throw new IllegalArgumentException("'" + template
                        + "': {*} and {**} must be whole segments, and nothing else may hold * or braces");
            } else {
                parts.add(Pattern.quote(segment));
            }
        }
        return new ValueMatcher.Shape(Pattern.compile("/" + String.join("/", parts), Pattern.DOTALL));
    }
}
