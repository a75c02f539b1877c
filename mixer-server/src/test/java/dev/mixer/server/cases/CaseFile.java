package dev.mixer.server.cases;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Cases that share a configuration.
 *
 * @param config resources; {@code FOLDER} stands for the place of {@code files}, {@code OPA} for OPA's command
 * @param files name and content of files that the configuration reads
 */
record CaseFile(String config, Map<String, String> files, List<DecisionCase> cases) {
    private static final Path FOLDER = Path.of("src", "test", "resources", "cases", "decision");
    private static final ObjectMapper MAPPER = mapper();

    /** All case files by name. */
    static Map<String, CaseFile> all() {
        var all = new LinkedHashMap<String, CaseFile>();
        try (var files = Files.list(FOLDER)) {
            for (var file : files.sorted().toList()) {
                all.put(String.valueOf(file.getFileName()), read(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static CaseFile read(Path file) throws IOException {
        var text = Files.readString(file);
        var settings = LoadSettings.builder().setLabel(file.toString()).build();
        var document = new Load(settings).loadFromString(text);
        if (document instanceof Map<?, ?> map && map.get("cases") instanceof List<?> cases) {
            cases.forEach(CaseFile::addParts);
        }
        return MAPPER.convertValue(document, CaseFile.class);
    }

    /** Texts, lists and maps that a case leaves out are empty. */
    private static ObjectMapper mapper() {
        var mapper = new ObjectMapper();
        for (var type : List.of(String.class, List.class, Map.class)) {
            mapper.configOverride(type).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
        }
        return mapper;
    }

    /** Parts that a case may leave out: records have no empty form of their own. */
    @SuppressWarnings("unchecked") // the loader makes maps by name
    private static void addParts(Object document) {
        var request = (Map<String, Object>)
                ((Map<String, Object>) document).computeIfAbsent("request", _ -> new LinkedHashMap<String, Object>());
        request.putIfAbsent("method", "GET");
        request.putIfAbsent("target", "/");
        request.putIfAbsent("peer", Map.of());
        request.putIfAbsent("destination", Map.of());
    }
}
