package dev.mixer.engine.config;

import dev.mixer.engine.config.yaml.SourceText;
import java.util.List;
import java.util.Optional;

/**
 * How a rule names a handler or an instance: {@code name}, {@code name.namespace}, {@code name.kind} or
 * {@code name.kind.namespace}. Which of the middle two is meant shows when it is resolved.
 *
 * @param parts one to three, none empty
 * @param source the text with its place
 */
public record Reference(List<String> parts, SourceText source) {
    public Reference {
        parts = List.copyOf(parts);
    }

    /** Reads a reference; empty if it is none. */
    public static Optional<Reference> parse(SourceText source) {
        List<String> parts = List.of(source.text().split("\\.", -1));
        boolean wellFormed = parts.size() <= 3 && parts.stream().allMatch(ResourceNames::isLabel);
        return wellFormed ? Optional.of(new Reference(parts, source)) : Optional.empty();
    }

    /** The resource's name. */
    public String name() {
        return parts.getFirst();
    }

    @Override
    public String toString() {
        return source.text();
    }
}
