package dev.mixer.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Waits until files change, come or go; folders with all that is in them. For one thread. */
final class FileWatch {
    private static final long LOOK_MILLIS = 100;

    private final Map<Path, Map<Path, Stamp>> known = new HashMap<>();

    private record Stamp(FileTime modified, long size) {}

    /** Notes how these files and folders are now, and those of earlier rounds. */
    void begin(Collection<Path> paths) {
        paths.forEach(path -> known.put(path, Map.of()));
        known.replaceAll((path, _) -> stamps(path));
    }

    /** Notes how further ones are now. */
    void add(Collection<Path> paths) {
        paths.forEach(path -> known.computeIfAbsent(path, FileWatch::stamps));
    }

    /** Returns once something differs from what was noted and has settled. */
    void awaitChange() throws InterruptedException {
        while (known.equals(now())) {
            Thread.sleep(LOOK_MILLIS);
        }
        // Editors write in several steps.
        var last = now();
        for (Thread.sleep(LOOK_MILLIS); !last.equals(now()); Thread.sleep(LOOK_MILLIS)) {
            last = now();
        }
    }

    private Map<Path, Map<Path, Stamp>> now() {
        var now = new HashMap<Path, Map<Path, Stamp>>();
        known.keySet().forEach(path -> now.put(path, stamps(path)));
        return now;
    }

    private static Map<Path, Stamp> stamps(Path root) {
        var stamps = new TreeMap<Path, Stamp>();
        if (!Files.exists(root)) {
            return stamps;
        }
        try (var files = Files.walk(root)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                stamps.put(file, new Stamp(Files.getLastModifiedTime(file), Files.size(file)));
            }
        } catch (IOException | UncheckedIOException e) {
            // Something went while it was looked at: the next look tells.
            stamps.clear();
        }
        return stamps;
    }
}
