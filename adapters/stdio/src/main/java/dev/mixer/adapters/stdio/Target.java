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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a writer writes to. Used under the writer's lock. */
sealed interface Target {
    /** Whether another target is the same stream or file, so that a successor must not open it again. */
    boolean isSameAs(Target other);

    OutputStream open() throws IOException;

    /** Since when what {@link #open} is about to go on with is written; now, where it begins. */
    Instant begun(InstantSource clock) throws IOException;

    /** Puts the file aside if it is due; says whether it did, and the stream must be opened again. */
    boolean rotate(InstantSource clock, Instant begun) throws IOException;

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
        public Instant begun(InstantSource clock) {
            return clock.instant();
        }

        @Override
        public boolean rotate(InstantSource clock, Instant begun) {
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
        private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern(
                        "uuuu-MM-dd'T'HHmmss.SSS'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);

        private static final Pattern STAMPED = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{6}\\.\\d{3}Z(-\\d+)?");

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

        /** Of a file from before a restart the system knows the age; where it does not, the last write stands in. */
        @Override
        public Instant begun(InstantSource clock) throws IOException {
            if (Files.notExists(path)) {
                return clock.instant();
            }
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.size() == 0
                    ? clock.instant()
                    : attributes.creationTime().toInstant();
        }

        @Override
        public boolean rotate(InstantSource clock, Instant begun) throws IOException {
            if (maxBytes == 0) {
                return false;
            }
            if (Files.notExists(path)) {
                return true; // someone moved it away: a new one is begun
            }
            var now = clock.instant();
            boolean old = maxAge.isPositive() && !now.isBefore(begun.plus(maxAge));
            long size = Files.size(path);
            if (size == 0 || (size < maxBytes && !old)) {
                return false;
            }
            Files.move(path, free(now));
            clean(now);
            return true;
        }

        private Path free(Instant now) {
            var name = path.getFileName() + "." + STAMP.format(now);
            var candidate = path.resolveSibling(name);
            for (int i = 1; Files.exists(candidate); i++) {
                candidate = path.resolveSibling(name + "-" + i);
            }
            return candidate;
        }

        /** Names sort as times do. Their own form only: what others put beside the file stays. */
        private void clean(Instant now) throws IOException {
            var folder = path.toAbsolutePath().getParent();
            var prefix = path.getFileName() + ".";
            var oldest = maxAge.isPositive() ? prefix + STAMP.format(now.minus(maxAge)) : "";
            try (var files = Files.list(folder)) {
                var rotated = files.map(file -> String.valueOf(file.getFileName()))
                        .filter(name -> name.startsWith(prefix)
                                && STAMPED.matcher(name.substring(prefix.length()))
                                        .matches())
                        .sorted(Comparator.reverseOrder())
                        .toList();
                for (int i = 0; i < rotated.size(); i++) {
                    boolean tooMany = keep > 0 && i >= keep;
                    if (tooMany || rotated.get(i).compareTo(oldest) < 0) {
                        Files.deleteIfExists(path.resolveSibling(rotated.get(i)));
                    }
                }
            }
        }
    }
}
