package dev.mixer.engine.config.source;

import dev.mixer.engine.config.problem.LocatedProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a walk over the folders found, without contents. Two that are equal stand for equal files, unless a file changed
 * again within the resolution of its clock.
 *
 * @param stamps the files in the order of the walk
 * @param folders real paths of the folders that were walked
 * @param problems what could not be walked
 */
record Listing(List<Stamp> stamps, Set<Path> folders, List<LocatedProblem> problems) {
    /**
     * A file as its folder shows it.
     *
     * @param path where to read it
     * @param name as problems and revisions show it
     * @param target the file behind links
     * @param key the file system's own identity of the file; null: it has none
     */
    record Stamp(
            Path path,
            String name,
            Path target,
            long size,
            long modifiedNanos,
            @Nullable Object key) {}

    Listing {
        stamps = List.copyOf(stamps);
        folders = Set.copyOf(folders);
        problems = List.copyOf(problems);
    }

    /** Whether a file changed after {@code millis}, so that a later change might show the same time. */
    boolean isNewerThan(long millis) {
        return stamps.stream().anyMatch(stamp -> stamp.modifiedNanos() / 1_000_000 >= millis);
    }
}
