package dev.mixer.engine.config.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mixer.engine.config.problem.LocatedProblem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void configurationFilesAreFoundAtAnyDepthAndOthersAreNot() throws IOException {
        for (String name : List.of(
                "b.yaml",
                "a.yml",
                "sub/deep/c.JSON",
                ".hidden.yaml",
                "a.yaml~",
                "#a.yaml#",
                ".#a.yaml",
                ".a.yaml.swp",
                "notes.txt",
                ".git/x.yaml",
                "~b.yaml")) {
            write(name, "x");
        }
        assertThat(names()).containsExactly("a.yml", "b.yaml", "sub/deep/c.JSON");
    }

    @Test
    void theDataOfPoliciesInRegoIsNoConfiguration() throws IOException {
        for (String name : List.of(
                "data.yaml",
                "mixer.yaml",
                "rego/policy.rego",
                "rego/data.json",
                "rego/plan.json",
                "rego/rules.yaml",
                "rego/roles/data.yml",
                "rest/data.json")) {
            write(name, "x");
        }
        assertThat(names()).containsExactly("data.yaml", "mixer.yaml", "rego/rules.yaml", "rest/data.json");
    }

    @Test
    void aFileThatIsNamedCountsWhateverItsName() throws IOException {
        write("rules.conf", "x");
        try (var source = new FolderSource(List.of(folder.resolve("rules.conf")))) {
            assertThat(source.read().files()).hasSize(1);
        }
    }

    @Test
    void kubernetesVolumesAreSeenOnce() throws IOException {
        write("..2026_01/a.yaml", "one");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_01"));
        Files.createSymbolicLink(folder.resolve("a.yaml"), Path.of("..data/a.yaml"));
        assertThat(names()).containsExactly("a.yaml");
    }

    @Test
    void linksInACircleEnd() throws IOException {
        write("sub/a.yaml", "one");
        Files.createSymbolicLink(folder.resolve("sub/loop"), Path.of(".."));
        Files.createSymbolicLink(folder.resolve("z.yaml"), Path.of("sub/a.yaml"));
        assertThat(names()).containsExactly("sub/a.yaml");
    }

    @Test
    void whatCannotBeReadSaysWhatToDo() throws IOException {
        write("latin.yaml", "");
        Files.write(folder.resolve("latin.yaml"), new byte[] {'a', (byte) 0xe9, 'b'});
        Files.createSymbolicLink(folder.resolve("link.yaml"), Path.of("nowhere.yaml"));
        write("mark.yaml", "\uFEFFa: 1");
        try (var source = new FolderSource(List.of(folder, folder.resolve("missing")))) {
            ConfigFiles files = source.read();
            assertThat(files.files()).extracting(ConfigFile::text).containsExactly("a: 1");
            assertThat(files.problems())
                    .extracting(LocatedProblem::toString)
                    .containsExactlyInAnyOrder(
                            folder + "/latin.yaml: error: is not UTF-8 text; save it as UTF-8",
                            folder
                                    + "/link.yaml: error: is a link to a file that does not exist; remove it, or restore the file",
                            folder + "/missing: error: does not exist; create it, or name another file or folder");
        }
    }

    @Test
    void anEmptyFolderIsDoubtful() {
        try (var source = new FolderSource(List.of(folder))) {
            assertThat(source.read().problems())
                    .singleElement()
                    .hasToString(
                            folder
                                    + ": warning: no *.yaml, *.yml or *.json file is here; without configuration every call is allowed");
        }
    }

    @Test
    @Timeout(10)
    void aHugeFileIsRefusedUnread() throws IOException {
        try (var file = new RandomAccessFile(folder.resolve("huge.yaml").toFile(), "rw")) {
            file.setLength(100_000_000);
        }
        long before = System.nanoTime();
        try (var source = new FolderSource(List.of(folder))) {
            assertThat(source.read().problems())
                    .singleElement()
                    .hasToString(
                            folder
                                    + "/huge.yaml: error: the file has 100,000,000 bytes; at most 16,777,216 are read (split it into several files)");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void theRevisionChangesWithPathsAndContents() {
        var one = ConfigFiles.of(ConfigFile.of("a", "x"), ConfigFile.of("b", "y"));
        assertThat(one.revision())
                .isEqualTo(ConfigFiles.of(ConfigFile.of("b", "y"), ConfigFile.of("a", "x"))
                        .revision())
                .isNotEqualTo(ConfigFiles.of(ConfigFile.of("a", "x"), ConfigFile.of("c", "y"))
                        .revision())
                .isNotEqualTo(ConfigFiles.of(ConfigFile.of("a", "x"), ConfigFile.of("b", "z"))
                        .revision());
    }

    @Test
    void aClosedSourceIsNotWatched() {
        var source = new FolderSource(List.of(folder));
        source.close();
        source.close();
        assertThatIllegalStateException().isThrownBy(() -> source.watch(_ -> {}));
    }

    private List<String> names() {
        try (var source = new FolderSource(List.of(folder))) {
            ConfigFiles files = source.read();
            assertThat(files.problems()).isEmpty();
            return files.files().stream()
                    .map(file -> folder.relativize(Path.of(file.path())).toString())
                    .toList();
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
