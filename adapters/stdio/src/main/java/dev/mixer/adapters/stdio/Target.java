package dev.mixer.adapters.stdio;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;

/** What a writer writes to. Used under the writer's lock. */
sealed interface Target {
    /** Whether another target is the same stream or file, so that a successor must not open it again. */
    boolean isSameAs(Target other);

    OutputStream open() throws IOException;

    /** Puts the file aside if it is due; says whether it did, and the stream must be opened again. */
    boolean rotate(InstantSource clock) throws IOException;

    /** A stream of the process. Written by descriptor, because PrintStream swallows failures. */
    record Standard(FileDescriptor descriptor) implements Target {
        @Override
        public boolean isSameAs(Target other) {
            return equals(other);
        }

        @Override
        public OutputStream open() {
            return new Unclosable(new FileOutputStream(descriptor));
        }

        @Override
        public boolean rotate(InstantSource clock) {
            return false;
        }
    }

    /**
     * A file.
     *
     * @param maxBytes rotated at that size; 0: never
     * @param maxAge rotated at that age, and rotated files deleted; zero: never
     * @param keep how many rotated files are kept; 0: all
     */
    record ToFile(Path path, long maxBytes, Duration maxAge, long keep) implements Target {
        @Override
        public boolean isSameAs(Target other) {
            return other instanceof ToFile file
                    && file.path
                            .toAbsolutePath()
                            .normalize()
                            .equals(path.toAbsolutePath().normalize());
        }

        /** Not a channel: that one would close for all when one caller is interrupted. */
        @Override
        public OutputStream open() throws IOException {
            return new FileOutputStream(path.toFile(), true);
        }

        @Override
        public boolean rotate(InstantSource clock) throws IOException {
            if (maxBytes == 0) {
                return false;
            }
            if (Files.notExists(path)) {
                return true; // someone moved it away: a new one is begun
            }
            var now = clock.instant();
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            boolean old = maxAge.isPositive()
                    && attributes.creationTime().toInstant().plus(maxAge).isBefore(now);
            if (attributes.size() == 0 || (attributes.size() < maxBytes && !old)) {
                return false;
            }
            Files.move(path, free(now));
            clean(now);
            return true;
        }

        private Path free(Instant now) {
            var name = path.getFileName() + "." + now.toString().replace(":", "");
            var candidate = path.resolveSibling(name);
            for (int i = 1; Files.exists(candidate); i++) {
                candidate = path.resolveSibling(name + "-" + i);
            }
            return candidate;
        }

        private void clean(Instant now) throws IOException {
            var folder = path.toAbsolutePath().getParent();
            var prefix = path.getFileName() + ".2";
            try (var files = Files.list(folder)) {
                var rotated = files.filter(
                                file -> String.valueOf(file.getFileName()).startsWith(prefix))
                        .sorted(Comparator.<Path>naturalOrder().reversed())
                        .toList();
                for (int i = 0; i < rotated.size(); i++) {
                    boolean tooMany = keep > 0 && i >= keep;
                    boolean tooOld = maxAge.isPositive()
                            && Files.getLastModifiedTime(rotated.get(i))
                                    .toInstant()
                                    .plus(maxAge)
                                    .isBefore(now);
                    if (tooMany || tooOld) {
                        Files.deleteIfExists(rotated.get(i));
                    }
                }
            }
        }
    }
}
