package dev.mixer.server.front.mixer;

import dev.mixer.engine.dispatch.InvalidRequestException;

/** The errors about dictionaries, whose beginning the C++ client looks for before it falls back to a smaller dictionary. */
final class Dictionaries {
    private static final String BEGINNING = "Request could not be processed due to invalid ";

    private Dictionaries() {}

    static InvalidRequestException outside(int index, int words) {
        return new InvalidRequestException(BEGINNING + "dictionary index " + index + ": the global dictionary has "
                + GlobalDictionary.INSTANCE.size() + " words, the message has " + words);
    }

    static void requireKnown(long globalWordCount) throws InvalidRequestException {
        if (globalWordCount > GlobalDictionary.INSTANCE.size()) {
            throw new InvalidRequestException(BEGINNING + "global_word_count: the client's global dictionary has "
                    + globalWordCount + " words, the server's has " + GlobalDictionary.INSTANCE.size());
        }
    }
}
