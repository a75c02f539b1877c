package dev.mixer.adapters.stdio;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
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

    /**
     * What {@link #open} opens now, to be compared: another file of the same name, or none, means that someone has renamed
     * what is open, and the stream must be opened again.
     */
    Object identity() throws IOException;

    /** Whether {@link #compress} has something to do after a rotation. */
    boolean compresses();

    /** Packs the files that were put aside and are not packed yet. Takes as long as they are large. */
    void compress() throws IOException;

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

        @Override
        public Object identity() {
            return descriptor;
        }

        @Override
        public boolean compresses() {
            return false;
        }

        @Override
        public void compress() {}
    }

    /**
     * A file.
     *
     * @param maxBytes rotated at that size; 0: never
     * @param maxAge rotated at that age, and rotated files deleted; zero: never
     * @param keep how many rotated files are kept; 0: all
     * @param compresses whether rotated files are packed
     */
    record ToFile(Path path, long maxBytes, Duration maxAge, long keep, boolean compresses) implements Target {
        private static final Object GONE = "gone";

        private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern(
                        "uuuu-MM-dd'T'HHmmss.SSS'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);

        private static final Pattern STAMPED = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{6}\\.\\d{3}Z(-\\d+)?(\\.gz)?");

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
            for (int i = 1; Files.exists(candidate) || Files.exists(PackedFiles.packed(candidate)); i++) {
                candidate = path.resolveSibling(name + "-" + i);
            }
            return candidate;
        }

        @Override
        public Object identity() throws IOException {
            try {
                var key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
                return key == null ? path : key; // a system without keys tells only of a file that is gone
            } catch (NoSuchFileException e) {
                return GONE;
            }
        }

        @Override
        public void compress() throws IOException {
            for (var name : rotated()) {
                if (!PackedFiles.isPacked(name)) {
                    PackedFiles.pack(path.resolveSibling(name));
                }
            }
        }

        /** Names sort as times do, the latest first. Their own form only: what others put beside the file stays. */
        private List<String> rotated() throws IOException {
            var prefix = path.getFileName() + ".";
            try (var files = Files.list(path.toAbsolutePath().getParent())) {
                return files.map(file -> String.valueOf(file.getFileName()))
                        .filter(name -> name.startsWith(prefix)
                                && STAMPED.matcher(name.substring(prefix.length()))
                                        .matches())
                        .sorted(Comparator.reverseOrder())
                        .toList();
            }
        }

        private void clean(Instant now) throws IOException {
            var oldest = maxAge.isPositive() ? path.getFileName() + "." + STAMP.format(now.minus(maxAge)) : "";
            var rotated = rotated();
            for (int i = 0; i < rotated.size(); i++) {
                boolean tooMany = keep > 0 && i >= keep;
                if (tooMany || rotated.get(i).compareTo(oldest) < 0) {
                    Files.deleteIfExists(path.resolveSibling(rotated.get(i)));
                }
            }
        }
    }
}
