package dev.mixer.engine.config.yaml;

import dev.mixer.spi.DataSize;

/**
 * What one file may ask of the reader.
 *
 * @param depth how deep lists and mappings may nest, at least 1
 * @param aliases how many aliases a document may hold
 * @param repeatedNodes how many values aliases may repeat in all, which is what makes a small file large
 * @param size how large a file may be
 */
public record YamlLimits(int depth, int aliases, int repeatedNodes, DataSize size) {
    /** What the host uses. */
    public static final YamlLimits DEFAULT = new YamlLimits(64, 50, 10_000, new DataSize(16 << 20));
}
