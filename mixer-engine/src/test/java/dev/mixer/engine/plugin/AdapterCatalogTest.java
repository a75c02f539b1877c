package dev.mixer.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.CheckInstance;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Template;
import dev.mixer.spi.template.ListEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterCatalogTest {
    @TempDir
    private Path folder;

    public record Nothing() {}

    /** No template: it lacks the annotation. */
    public record Nameless() implements CheckInstance<Void> {}

    /** Takes the name of a standard template. */
    @Template("listentry")
    public record OtherEntry() implements CheckInstance<Void> {}

    private record Named(String name, Set<String> aliases, Set<Class<? extends Instance>> templates)
            implements Adapter<Nothing> {
        @Override
        public String description() {
            return "Has a name";
        }

        @Override
        public Handler open(Nothing parameters, Host host) {
            return Handler.builder().build();
        }
    }

    /** Throws where older names are asked for. */
    public static final class Aliasless implements Adapter<Nothing> {
        @Override
        public String name() {
            return "aliasless";
        }

        @Override
        public String description() {
            return "Has no names to tell";
        }

        @Override
        public Set<String> aliases() {
            throw new IllegalStateException("broken");
        }

        @Override
        public Set<Class<? extends Instance>> templates() {
            return Set.of(ListEntry.class);
        }

        @Override
        public Handler open(Nothing parameters, Host host) {
            return Handler.builder().build();
        }
    }

    @Test
    void anAdapterThatThrowsForItsOlderNamesKeepsNoOtherOut() {
        var catalog = AdapterCatalog.of(new Aliasless(), adapter("good", "old"));
        assertThat(catalog.adapter("good")).isPresent();
        assertThat(catalog.adapter("old")).isPresent();
        assertThat(catalog.adapter("aliasless")).isEmpty();
        assertThat(catalog.problems())
                .singleElement()
                .asString()
                .contains("Aliasless")
                .contains("broken");
    }

    private static Named adapter(String name, String... aliases) {
        return new Named(name, Set.of(aliases), Set.of(ListEntry.class));
    }

    private void jar(String plugin, String... namesAndTexts) throws IOException {
        var home = Files.createDirectories(folder.resolve(plugin));
        try (var jar = new JarOutputStream(Files.newOutputStream(home.resolve(plugin + ".jar")))) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                jar.putNextEntry(new JarEntry(namesAndTexts[i]));
                jar.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
                jar.closeEntry();
            }
        }
    }

    @Test
    void aFolderThatIsNotThereHoldsNoPlugIns() {
        var catalog = AdapterCatalog.load(List.of(folder.resolve("absent")));
        assertThat(catalog.adapters()).isEmpty();
        assertThat(catalog.problems()).isEmpty();
        assertThat(catalog.template("listentry")).contains(ListEntry.class);
    }

    @Test
    void filesBesidePlugInsAndFoldersWithoutJarsAreNoPlugIns() throws IOException {
        Files.writeString(folder.resolve("README.md"), "plug-ins go here");
        Files.createDirectories(folder.resolve("empty"));
        assertThat(AdapterCatalog.load(List.of(folder)).problems()).isEmpty();
    }

    @Test
    void aJarWithoutAServiceFileIsNamed() throws IOException {
        jar("silent", "a.txt", "a");
        assertThat(AdapterCatalog.load(List.of(folder)).problems())
                .singleElement()
                .asString()
                .contains("silent", "META-INF/services/dev.mixer.spi.Adapter");
    }

    @Test
    void aServiceFileThatNamesNoClassIsNamedAndTheOthersAreRead() throws IOException {
        jar("broken", "META-INF/services/dev.mixer.spi.Adapter", "com.example.Gone");
        jar("silent", "a.txt", "a");
        assertThat(AdapterCatalog.load(List.of(folder)).problems())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("broken", "com.example.Gone"));
    }

    @Test
    void aFileThatIsNoJarIsNamed() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("torn")).resolve("torn.jar"), "no zip");
        assertThat(AdapterCatalog.load(List.of(folder)).problems())
                .singleElement()
                .asString()
                .contains("torn");
    }

    @Test
    void aPlugInSeesNothingOfTheHostButTheSpi() throws IOException {
        jar("curious", "META-INF/services/dev.mixer.spi.Adapter", "dev.mixer.engine.plugin.AdapterCatalog");
        assertThat(AdapterCatalog.load(List.of(folder)).problems())
                .singleElement()
                .asString()
                .contains("dev.mixer.engine.plugin.AdapterCatalog", "not found");
    }

    @Test
    void adaptersAreFoundByNameAndByOlderNames() {
        var catalog = AdapterCatalog.of(adapter("list", "listchecker"), adapter("denier"));
        assertThat(catalog.adapter("listchecker").orElseThrow().name()).isEqualTo("list");
        assertThat(catalog.adapter("nothing")).isEmpty();
        assertThat(catalog.adapterNames()).containsExactlyInAnyOrder("denier", "list", "listchecker");
        assertThat(catalog.adapters()).extracting(InstalledAdapter::name).containsExactly("denier", "list");
    }

    @Test
    void aNameWinsOverAnOlderNameOfAnother() {
        var catalog = AdapterCatalog.of(adapter("list", "denier"), adapter("denier"));
        assertThat(catalog.adapter("denier").orElseThrow().name()).isEqualTo("denier");
    }

    @Test
    void aNameThatIsTakenIsAProblem() {
        assertThat(AdapterCatalog.of(adapter("list"), adapter("list")).problems())
                .singleElement()
                .asString()
                .contains("list", "already installed");
    }

    @Test
    void aTemplateWithoutANameKeepsOnlyItsAdapterOut() {
        var catalog = AdapterCatalog.of(new Named("odd", Set.of(), Set.of(Nameless.class)), adapter("list"));
        assertThat(catalog.adapter("odd")).isEmpty();
        assertThat(catalog.adapter("list")).isPresent();
        assertThat(catalog.problems()).singleElement().asString().contains("Nameless", "@Template");
    }

    @Test
    void aTemplateWhoseNameIsTakenIsAProblem() {
        var catalog = AdapterCatalog.of(new Named("odd", Set.of(), Set.of(OtherEntry.class)));
        assertThat(catalog.template("listentry")).contains(ListEntry.class);
        assertThat(catalog.problems()).singleElement().asString().contains("template listentry is already defined");
    }
}
