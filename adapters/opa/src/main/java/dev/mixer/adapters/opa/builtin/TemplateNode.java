package dev.mixer.adapters.opa.builtin;

import java.util.List;

/** A piece of a template that was read. */
sealed interface TemplateNode {
    /** Text as it is. */
    record Text(String text) implements TemplateNode {}

    /** What a path leads to. */
    record Print(Path path) implements TemplateNode {}

    /** One of two bodies. */
    record If(Path path, List<TemplateNode> then, List<TemplateNode> otherwise) implements TemplateNode {
        public If {
            then = List.copyOf(then);
            otherwise = List.copyOf(otherwise);
        }
    }

    /** A body with another dot, or else a body with the same. */
    record With(Path path, List<TemplateNode> then, List<TemplateNode> otherwise) implements TemplateNode {
        public With {
            then = List.copyOf(then);
            otherwise = List.copyOf(otherwise);
        }
    }

    /**
     * A body for each element, or else another.
     *
     * @param key the variable for indexes or keys; empty: none
     * @param value the variable for elements; empty: none
     */
    record Range(String key, String value, Path path, List<TemplateNode> then, List<TemplateNode> otherwise)
            implements TemplateNode {
        public Range {
            then = List.copyOf(then);
            otherwise = List.copyOf(otherwise);
        }
    }

    /**
     * The way to a value.
     *
     * @param start a variable with its dollar sign, or empty for the dot
     */
    record Path(String start, List<String> fields) {
        public Path {
            fields = List.copyOf(fields);
        }
    }
}
