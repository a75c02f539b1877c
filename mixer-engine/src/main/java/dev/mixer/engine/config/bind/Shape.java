package dev.mixer.engine.config.bind;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a component's type looks like to the binder: how it is read from YAML and how it is described. */
public sealed interface Shape {
    /**
     * A value written as one scalar.
     *
     * @param type the Java type
     * @param label what it is called in documentation
     * @param jsonType the JSON type of the plain form
     * @param parse text to value; throws {@link IllegalArgumentException} with a message for the user
     */
    record Value(Class<?> type, String label, JsonType jsonType, Function<String, Object> parse) implements Shape {}

    /** {@code true} or {@code false}. */
    record Flag() implements Shape {}

    /** One of the names of an enum. */
    record Choice(Class<?> type, List<Enum<?>> constants) implements Shape {
        List<String> names() {
            return constants.stream().<String>map(Enum::name).toList();
        }
    }

    /** A path, relative to the folder of the file that names it. */
    record FilePath() implements Shape {}

    /** Something not to be printed. */
    record Hidden() implements Shape {}

    /** A scalar of any type, as an attribute value. */
    record AnyValue() implements Shape {}

    /** The text with its places, as an expression needs it. */
    record Source() implements Shape {}

    /** The YAML itself, for whoever knows its shape later. */
    record Raw() implements Shape {}

    /** A list, or a set where order and repetition do not count. */
    record Many(Shape element, boolean unique) implements Shape {}

    /** Any keys, one kind of value. */
    record Keyed(Shape value) implements Shape {}

    /** What may be left out, kept as an {@link java.util.Optional}. */
    record Maybe(Shape value) implements Shape {}

    /** A nested record; looked into when needed, as records may hold themselves. */
    record Nested(Class<? extends Record> type) implements Shape {}

    /** A sealed interface of records: a mapping with one key, which names the case. */
    record OneOf(Class<?> type, List<Class<? extends Record>> cases) implements Shape {}

    /** JSON types of scalars. */
    enum JsonType {
        STRING,
        INTEGER,
        NUMBER
    }

    /**
     * One component of a record.
     *
     * @param name camelCase, as in the code
     * @param aliases further names, camelCase
     * @param shape what its value looks like
     * @param defaultText what counts where it is left out; null: see {@code required}
     * @param nullable whether it is null where it is left out
     * @param description one sentence, or empty
     */
    record Component(
            String name,
            List<String> aliases,
            Shape shape,
            @Nullable String defaultText,
            boolean nullable,
            String description) {
        public Component {
            aliases = List.copyOf(aliases);
        }

        /** Whether the configuration must name it. */
        public boolean required() {
            boolean emptyWithout = shape instanceof Many || shape instanceof Keyed || shape instanceof Maybe;
            return defaultText == null && !nullable && !emptyWithout;
        }

        boolean isNamed(String key) {
            String camel = Names.camelCase(key);
            return camel.equals(name) || aliases.contains(camel);
        }
    }
}
