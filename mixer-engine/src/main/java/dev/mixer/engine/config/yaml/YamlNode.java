package dev.mixer.engine.config.yaml;

import dev.mixer.engine.config.problem.Place;
import java.util.List;
import java.util.Optional;

/** A value of a document with its place. Trees are immutable; an alias shares the node of its anchor. */
public sealed interface YamlNode {
    /** Where the value starts. */
    Place place();

    /** What the node is, for messages: {@code a list}, {@code text}. */
    String describe();

    /** What a plain scalar means by YAML's core schema; quoted and block scalars are always text. */
    enum ScalarType {
        NULL("empty"),
        BOOL("a boolean"),
        INT("a number"),
        FLOAT("a number"),
        TEXT("text");

        private final String words;

        ScalarType(String words) {
            this.words = words;
        }
    }

    /**
     * A single value.
     *
     * @param type what it means
     * @param source its text without quotes, which is the value as it was written
     */
    record Scalar(ScalarType type, SourceText source) implements YamlNode {
        @Override
        public Place place() {
            return source.place();
        }

        /** The value as it was written, without quotes. */
        public String text() {
            return source.text();
        }

        /** Whether nothing, {@code null} or {@code ~} stands here. */
        public boolean isNull() {
            return type == ScalarType.NULL;
        }

        @Override
        public String describe() {
            return type.words;
        }
    }

    /** One key with its value. */
    record Entry(Scalar key, YamlNode value) {
        /** The key's text. */
        public String name() {
            return key.text();
        }
    }

    /** Keys with values, in the order of the text, each key once. */
    record Mapping(Place place, List<Entry> entries) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        /** A mapping without keys. */
        public static Mapping empty(Place place) {
            return new Mapping(place, List.of());
        }

        /** The entry of a key as it is written here. */
        public Optional<Entry> entry(String key) {
            return entries.stream().filter(entry -> entry.name().equals(key)).findFirst();
        }

        /** The value of a key as it is written here. */
        public Optional<YamlNode> get(String key) {
            return entry(key).map(Entry::value);
        }

        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /** A list. */
    record Sequence(Place place, List<YamlNode> items) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String describe() {
            return "a list";
        }
    }
}
