package dev.mixer.engine.config.source;

import dev.mixer.engine.config.problem.LocatedProblem;
import dev.mixer.engine.config.problem.Place;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * All files of a configuration at one moment.
 *
 * @param files by path, compared by code point
 * @param problems files and folders that could not be read
 */
public record ConfigFiles(List<ConfigFile> files, List<LocatedProblem> problems) {
    private static final int REVISION_LENGTH = 12;

    public ConfigFiles {
        files = files.stream()
                .sorted(Comparator.comparing(ConfigFile::path, Place::compareByCodePoint))
                .toList();
        problems = List.copyOf(problems);
    }

    /** Files that were all readable. */
    public static ConfigFiles of(ConfigFile... files) {
        return new ConfigFiles(List.of(files), List.of());
    }

    /** Short hexadecimal digits that change with every path and content. */
    public String revision() {
        var digest = Digests.newSha256();
        for (ConfigFile file : files) {
            digest.update(file.path().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(file.digest().getBytes(StandardCharsets.US_ASCII));
            digest.update((byte) '\n');
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, REVISION_LENGTH);
    }
}
