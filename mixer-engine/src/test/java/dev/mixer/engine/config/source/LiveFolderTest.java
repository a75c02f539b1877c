package dev.mixer.engine.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real files that change while they are watched. Deadlines are far beyond what is promised, so that a busy machine passes. */
@Timeout(60)
class LiveFolderTest {
    private static final long DEADLINE_SECONDS = 20;

    private final BlockingQueue<ConfigFiles> seen = new LinkedBlockingQueue<>();

    @TempDir
    private Path folder = Path.of("");

    private FolderSource source = new FolderSource(List.of());

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void aChangeIsSeen() throws Exception {
        write("a.yaml", "one");
        watch(folder);
        await(texts("one"));
        write("a.yaml", "two");
        await(texts("two"));
    }

    @Test
    void aChangeOfEqualLengthRightAfterAnotherIsSeen() throws Exception {
        write("a.yaml", "0000");
        watch(folder);
        await(texts("0000"));
        for (int i = 1; i <= 30; i++) {
            write("a.yaml", "%04d".formatted(i));
        }
        await(texts("0030"));
    }

    @Test
    void aFileRenamedOverAnotherIsSeen() throws Exception {
        write("a.yaml", "one");
        watch(folder);
        await(texts("one"));
        write(".a.yaml.tmp", "new");
        Files.setLastModifiedTime(folder.resolve(".a.yaml.tmp"), Files.getLastModifiedTime(folder.resolve("a.yaml")));
        Files.move(folder.resolve(".a.yaml.tmp"), folder.resolve("a.yaml"), StandardCopyOption.ATOMIC_MOVE);
        await(texts("new"));
    }

    @Test
    void theSwapOfAKubernetesVolumeIsSeenWhole() throws Exception {
        write("..1/a.yaml", "a1");
        write("..1/b.yaml", "b1");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(folder.resolve("a.yaml"), Path.of("..data/a.yaml"));
        Files.createSymbolicLink(folder.resolve("b.yaml"), Path.of("..data/b.yaml"));
        watch(folder);
        await(texts("a1", "b1"));
        write("..2/a.yaml", "a2");
        write("..2/b.yaml", "b2");
        Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2"));
        Files.move(folder.resolve("..data_tmp"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(await(texts("a2", "b2"))).as("states between the two").isEmpty();
    }

    @Test
    void aHalfWrittenFileIsNotShown() throws Exception {
        write("a.yaml", "old");
        watch(folder);
        await(texts("old"));
        Path file = folder.resolve("a.yaml");
        Files.writeString(file, "half", StandardOpenOption.TRUNCATE_EXISTING);
        Files.writeString(file, " and half", StandardOpenOption.APPEND);
        assertThat(await(texts("half and half"))).as("states between the two").isEmpty();
    }

    @Test
    void aDeletedFileIsGone() throws Exception {
        write("a.yaml", "one");
        write("b.yaml", "two");
        watch(folder);
        await(texts("one", "two"));
        Files.delete(folder.resolve("a.yaml"));
        await(texts("two"));
    }

    @Test
    void aFolderThatAppearsLaterIsSeen() throws Exception {
        watch(folder.resolve("later/deep"));
        await(files -> !files.problems().isEmpty());
        write("later/deep/sub/a.yaml", "one");
        await(texts("one"));
        write("later/deep/sub/b.yaml", "two");
        await(texts("one", "two"));
    }

    @Test
    void aFileThatNeverRestsDoesNotHideAnother() throws Exception {
        write("busy.yaml", "0");
        watch(folder);
        await(texts("0"));
        write("a.yaml", "one");
        Predicate<ConfigFiles> there = files -> files.files().getFirst().text().equals("one");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        boolean found = false;
        for (int i = 1; !found && System.nanoTime() < end; i++) {
            write("busy.yaml", "x".repeat(i % 1000 + 1));
            ConfigFiles files = seen.poll(5, TimeUnit.MILLISECONDS);
            found = files != null && there.test(files);
        }
        assertThat(found).isTrue();
    }

    @Test
    void aListenerThatThrowsIsCalledAgain() throws Exception {
        write("a.yaml", "one");
        source = new FolderSource(List.of(folder));
        source.watch(files -> {
            seen.add(files);
            if (files.files().getFirst().text().equals("one")) {
                throw new IllegalStateException("thrown by a test");
            }
        });
        await(texts("one"));
        write("a.yaml", "two");
        await(texts("two"));
    }

    @Test
    void nothingIsToldAfterClosing() throws Exception {
        write("a.yaml", "one");
        watch(folder);
        await(texts("one"));
        source.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("mixer-config-watch"));
    }

    private void watch(Path root) {
        source = new FolderSource(List.of(root));
        source.watch(seen::add);
    }

    private static Predicate<ConfigFiles> texts(String... texts) {
        return files -> files.problems().isEmpty()
                && files.files().stream().map(ConfigFile::text).toList().equals(List.of(texts));
    }

    /** Waits for a state and answers the states that were seen before it. */
    private List<ConfigFiles> await(Predicate<ConfigFiles> condition) throws InterruptedException {
        var before = new java.util.ArrayList<ConfigFiles>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (true) {
            ConfigFiles files = seen.poll(Math.max(end - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
            assertThat(files).as("the state awaited; seen so far: %s", before).isNotNull();
            if (files == null || condition.test(files)) {
                return before;
            }
            before.add(files);
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
