package dev.mixer.engine.config.settings;

import dev.mixer.engine.config.bind.CertificateReview;
import dev.mixer.engine.config.bind.ParameterTable;
import dev.mixer.engine.config.bind.RecordBinder;
import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.source.ConfigFiles;
import dev.mixer.engine.config.source.FolderSource;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.config.yaml.YamlNode.Mapping;
import dev.mixer.engine.config.yaml.YamlParser;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes settings of a file, the environment and the command line; what comes later wins. Places of problems are
 * {@code FILE:LINE:COLUMN}, {@code environment MIXER_…} and {@code --set KEY}.
 */
public final class SettingsReader {
    private final SettingKeys keys = new SettingKeys();
    private final RecordBinder binder = new RecordBinder();

    /** A reader. */
    public SettingsReader() {}

    /**
     * Reads all three.
     *
     * @param file null: none
     * @param environment all variables; only those that begin with {@code MIXER_} are looked at
     * @param sets {@code key=value}, in the order of the command line
     * @return the settings; empty if there was any error
     */
    public Optional<HostSettings> read(
            @Nullable Path file, Map<String, String> environment, List<String> sets, Problems problems) {
        int errorsBefore = problems.errorCount();
        Mapping tree = file == null ? Mapping.empty(Place.whole("settings")) : readFile(file, problems);
        var overlay = new SettingsOverlay(keys, problems);
        for (Map.Entry<String, String> variable : sorted(environment).entrySet()) {
            tree = overlay.environment(tree, variable.getKey(), variable.getValue());
        }
        for (String set : sets) {
            tree = overlay.set(tree, set);
        }
        Optional<HostSettings> settings = binder.bind(HostSettings.class, tree, problems.scope(""));
        if (settings.isPresent()) {
            new CertificateReview(InstantSource.system()).review(settings.get(), tree, problems.scope(""));
        }
        return problems.errorCount() == errorsBefore ? settings : Optional.empty();
    }

    private static SortedMap<String, String> sorted(Map<String, String> environment) {
        return new TreeMap<>(environment);
    }

    private static Mapping readFile(Path file, Problems problems) {
        Mapping none = Mapping.empty(Place.whole(file.toString()));
        ConfigFiles files;
        try (var source = new FolderSource(List.of(file))) {
            files = source.read();
        }
        files.problems().forEach(problems::add);
        if (files.files().size() != 1) {
            if (files.problems().isEmpty()) {
                problems.error(Place.whole(file.toString()), "settings stand in one file, not in a folder");
            }
            return none;
        }
        var only = files.files().getFirst();
        List<YamlNode> documents = new YamlParser().parse(only.path(), only.text(), problems);
        if (documents.size() > 1) {
            problems.error(documents.get(1).place(), "settings are one document");
        }
        if (documents.isEmpty()) {
            return none;
        }
        if (documents.getFirst() instanceof Mapping mapping) {
            return mapping;
        }
        problems.error(
                documents.getFirst().place(),
                "settings must be a mapping, not " + documents.getFirst().describe());
        return none;
    }

    /** The table of all settings as Markdown, with the names of their environment variables. */
    public static String reference() {
        var text = new StringBuilder("| name | environment | type | default | description |\n|---|---|---|---|---|\n");
        for (ParameterTable.Row row : ParameterTable.rowsOf(HostSettings.class)) {
            if (new SettingKeys().all().containsKey(row.name())) {
                text.append("| `%s` | `%s` | %s | %s | %s |\n"
                        .formatted(
                                row.name(),
                                SettingKeys.environmentName(row.name()),
                                row.type().replace("|", "\\|"),
                                row.defaultText().isEmpty() ? "" : "`" + row.defaultText() + "`",
                                row.description()));
            }
        }
        return text.toString();
    }
}
