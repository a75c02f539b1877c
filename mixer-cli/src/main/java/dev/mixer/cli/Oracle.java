package dev.mixer.cli;

import dev.mixer.engine.attribute.Vocabulary;
import java.util.Map;
import java.util.function.Function;

/** Somebody who decides calls and takes reports. */
interface Oracle extends AutoCloseable {
    /**
     * The decision about a call, as {@link Answer} has it.
     *
     * @param attributes the call's attributes in terms of the vocabulary that counts there
     */
    Map<?, ?> check(Function<Vocabulary, Map<String, Object>> attributes, boolean explain);

    /**
     * Hands over a record; the answer holds a status alone.
     *
     * @param attributes the record's attributes in terms of the vocabulary that counts there
     */
    Map<?, ?> report(Function<Vocabulary, Map<String, Object>> attributes);

    @Override
    void close();
}
