package dev.mixer.server.front.mixer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The words that clients and servers of the Mixer API share; a word's index is its line. Immutable. */
final class GlobalDictionary {
    static final GlobalDictionary INSTANCE = read();

    private final List<String> words;
    private final Map<String, Integer> indices = new HashMap<>();

    private GlobalDictionary(List<String> words) {
        this.words = List.copyOf(words);
        for (int i = 0; i < words.size(); i++) {
            indices.put(words.get(i), i);
        }
    }

    int size() {
        return words.size();
    }

    String word(int index) {
        return words.get(index);
    }

    /** The index of a word, or -1. */
    int indexOf(String word) {
        return indices.getOrDefault(word, -1);
    }

    private static GlobalDictionary read() {
        try (var in = GlobalDictionary.class.getResourceAsStream("global-dictionary.txt")) {
            if (in == null) {
                throw new IllegalStateException("global-dictionary.txt is missing from the server's jar");
            }
            return new GlobalDictionary(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
