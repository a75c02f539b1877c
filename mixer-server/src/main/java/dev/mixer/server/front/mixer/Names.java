package dev.mixer.server.front.mixer;

import dev.mixer.engine.attribute.Attribute;
import dev.mixer.engine.attribute.Vocabulary;
import org.jspecify.annotations.Nullable;

/** The attributes of one vocabulary by their index in the global dictionary. Immutable. */
final class Names {
    private final Vocabulary vocabulary;
    private final @Nullable Attribute[] byIndex;

    private Names(Vocabulary vocabulary, @Nullable Attribute[] byIndex) {
        this.vocabulary = vocabulary;
        this.byIndex = byIndex;
    }

    static Names of(Vocabulary vocabulary) {
        var dictionary = GlobalDictionary.INSTANCE;
        var byIndex = new @Nullable Attribute[dictionary.size()];
        for (int i = 0; i < byIndex.length; i++) {
            byIndex[i] = vocabulary.get(dictionary.word(i));
        }
        return new Names(vocabulary, byIndex);
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The attribute of a word of the global dictionary; null where the word names none. */
    @Nullable
    Attribute attribute(int globalIndex) {
        return byIndex[globalIndex];
    }
}
