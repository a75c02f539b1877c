package dev.mixer.engine.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log on a real disk. */
class FolderDiskTest {
    @TempDir
    private Path temp;

    private Spool open() throws IOException {
        return Spool.open(new FolderDisk(temp.resolve("spool")), 1000, () -> 7);
    }

    private static List<byte[]> contents(String... texts) {
        var contents = new ArrayList<byte[]>();
        for (var text : texts) {
            contents.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return contents;
    }

    private static List<String> read(Spool spool) throws IOException {
        var texts = new ArrayList<String>();
        for (var item : spool.read(1000, 1 << 20)) {
            texts.add(
                    switch (item) {
                        case Item.Present(var entry) -> new String(entry.content(), StandardCharsets.UTF_8);
                        case Item.Lost lost -> "lost " + lost.from() + " to " + lost.to();
                    });
        }
        return texts;
    }

    @Test
    void whatWasAppendedIsReadAfterAnotherStart() throws IOException {
        try (var spool = open()) {
            spool.append(contents("a", "b"), 1);
            spool.append(contents("c"), 2);
            assertThat(read(spool)).containsExactly("a", "b", "c");
            spool.settle(1, 3, Map.of("delivered", 1L));
        }
        try (var spool = open()) {
            assertThat(spool.waiting()).isEqualTo(2);
            assertThat(spool.position().attempted()).isEqualTo(3);
            assertThat(spool.position().totals()).containsEntry("delivered", 1L);
            assertThat(read(spool)).containsExactly("b", "c");
            assertThat(spool.append(contents("d"), 3)).isEqualTo(4);
        }
    }

    @Test
    void othersMayNotLookIntoTheFiles() throws IOException {
        try (var spool = open()) {
            spool.append(contents("secret"), 1);
            spool.settle(0, 0, Map.of());
        }
        var folder = temp.resolve("spool");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        try (var files = Files.list(folder)) {
            assertThat(files)
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void aDamagedPlaceInTheMiddleTakesNothingElseWithIt() throws IOException {
        try (var spool = open()) {
            for (int i = 0; i < 9; i++) {
                spool.append(contents("record " + i), i);
            }
        }
        var segment = temp.resolve("spool").resolve(Segment.name(1));
        var bytes = Files.readAllBytes(segment);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("record 4");
        bytes[at] ^= 1;
        Files.write(segment, bytes, StandardOpenOption.TRUNCATE_EXISTING);

        try (var spool = open()) {
            assertThat(read(spool))
                    .containsExactly(
                            "record 0",
                            "record 1",
                            "record 2",
                            "record 3",
                            "lost 5 to 5",
                            "record 5",
                            "record 6",
                            "record 7",
                            "record 8");
            spool.append(contents("next"), 10);
            spool.settle(9, 9, Map.of());
        }
        assertThat(temp.resolve("spool").resolve(Spool.DAMAGED + Segment.name(1)))
                .exists();
    }

    @Test
    void aSegmentIsDeletedWhenAllOfItIsSettled() throws IOException {
        try (var spool = open()) {
            for (int i = 0; i < 100; i++) {
                spool.append(contents("record " + i), i);
            }
            assertThat(read(spool)).hasSize(100);
            spool.settle(100, 100, Map.of());
            assertThat(spool.bytes()).isLessThan(1100);
        }
    }

    @Test
    void contentThatLooksLikeARecordIsNotTakenForOne() throws IOException {
        byte[] inner;
        try (var other = Spool.open(new FolderDisk(temp.resolve("other")), 1000, () -> 8)) {
            other.append(contents("forged", "forged", "forged"), 1);
        }
        inner = Files.readAllBytes(temp.resolve("other").resolve(Segment.name(1)));
        try (var spool = open()) {
            spool.append(List.of("first".getBytes(StandardCharsets.UTF_8), inner), 1);
            spool.append(contents("last"), 1);
        }
        var segment = temp.resolve("spool").resolve(Segment.name(1));
        var bytes = Files.readAllBytes(segment);
        bytes[bytes.length - Frame.HEADER - 4 - 1] ^= 1; // the last byte of the content that looks like records
        Files.write(segment, bytes, StandardOpenOption.TRUNCATE_EXISTING);

        try (var spool = open()) {
            assertThat(read(spool)).containsExactly("first", "lost 2 to 2", "last");
        }
    }
}
