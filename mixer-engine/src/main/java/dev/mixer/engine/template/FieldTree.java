package dev.mixer.engine.template;

import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of an instance as a configuration gives them, before they are checked against a template. */
public sealed interface FieldTree {
    /** An expression. */
    record Leaf(String expression) implements FieldTree {}

    /** Fields by name, in the configuration's order. */
    record Branch(Map<String, FieldTree> fields) implements FieldTree {
        public Branch {
            fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }
}
