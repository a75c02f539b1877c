package dev.mixer.engine.config.yaml;

import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.problem.Problems;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads YAML 1.2 (core schema) and JSON. Safe for use by many threads. */
public final class YamlParser {
    private final YamlLimits limits;

    /** A parser with the host's limits. */
    public YamlParser() {
        this(YamlLimits.DEFAULT);
    }

    /** A parser with limits of its own. */
    public YamlParser(YamlLimits limits) {
        this.limits = limits;
    }

    /**
     * The documents of a file. A fault of syntax ends the file: it is one problem, and the documents before it are kept.
     *
     * @param file the name for places; where it ends in {@code .json}, tabs may indent
     */
    public List<YamlNode> parse(String file, String text, Problems problems) {
        if (text.length() > limits.size().bytes()) {
            problems.error(Place.whole(file), tooLarge(text.length()));
            return List.of();
        }
        String source = file.endsWith(".json") ? JsonBlanks.replaceTabs(text) : text;
        var builder = new TreeBuilder(file, new Lines(source), limits, problems);
        var settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(Integer.MAX_VALUE)
                .setParseComments(false)
                .build();
        try {
            builder.readAll(new Parse(settings).parseString(source).iterator());
        } catch (YamlFault e) {
            problems.error(e.place(), e.text());
        } catch (MarkedYamlEngineException e) {
            problems.error(SyntaxMessages.place(file, e), SyntaxMessages.text(e));
        } catch (ReaderException e) {
            problems.error(
                    SyntaxMessages.placeAt(file, source, e.getPosition()),
                    "the character U+%04X must not stand in YAML".formatted(e.getCodePoint()));
        } catch (YamlEngineException e) {
            problems.error(Place.whole(file), "not readable as YAML: " + e.getMessage());
        }
        return builder.documents();
    }

    /** The message for a file beyond the limit. */
    public String tooLarge(long bytes) {
        return "the file has %,d bytes; at most %,d are read (split it into several files)"
                .formatted(bytes, limits.size().bytes());
    }

    /** What this parser was told to refuse. */
    public YamlLimits limits() {
        return limits;
    }
}
