package dev.mixer.envoy;

import dev.mixer.engine.attribute.Attribute;
import dev.mixer.engine.attribute.Vocabulary;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which place of a message each standard attribute is read from. Prepared once: the ids of standard attributes are equal in
 * every vocabulary. Immutable.
 *
 * @param <M> the message
 */
public final class AttributeTable<M> {
    /**
     * Reads one attribute.
     *
     * @param <M> the message
     */
    @FunctionalInterface
    public interface Extractor<M> extends Function<M, @Nullable Object> {
        /** The value in the Java type of the attribute, an {@code Unusable}, or null where the message has none. */
        @Override
        @Nullable
        Object apply(M message);
    }

    private final @Nullable Extractor<M>[] byId;

    /**
     * A table.
     *
     * @param extractors by the name of a standard attribute
     */
    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know no type arguments
    public AttributeTable(Map<String, Extractor<M>> extractors) {
        byId = new @Nullable Extractor[Vocabulary.standard().size()];
        extractors.forEach(
                (name, extractor) -> byId[Vocabulary.standard().require(name).id()] = extractor);
    }

    /** The attribute's value in a message; null where it has none or the attribute is not in this table. */
    public @Nullable Object value(Attribute attribute, M message) {
        int id = attribute.id();
        var extractor = id < byId.length ? byId[id] : null;
        return extractor == null ? null : extractor.apply(message);
    }
}
