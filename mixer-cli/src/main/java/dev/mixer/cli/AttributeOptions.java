package dev.mixer.cli;

import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.spelling.DidYouMean;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The attributes of a call, from the command line and from a file; a mixin. */
final class AttributeOptions {
    @Option(
            names = {"-a", "--attribute"},
            paramLabel = "NAME=VALUE",
            description = "An attribute, typed by the vocabulary; an entry of a map as NAME[KEY]=VALUE, a whole map as"
                    + " JSON. May be repeated.")
    private List<String> attributes = List.of();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A JSON object of attributes; -a comes on top.")
    private @Nullable Path file;

    @Option(
            names = "--type",
            paramLabel = "NAME=TYPE",
            description = "The type of an attribute that the standard vocabulary lacks; may be repeated.")
    private List<String> types = List.of();

    /** {@code base} and the attributes that {@code --type} adds. */
    Vocabulary vocabulary(Vocabulary base) {
        var additions = new TreeMap<String, ValueType>();
        for (var type : types) {
            int equals = type.indexOf('=');
            if (equals < 1) {
                throw new UsageException("--type " + type + ": expected NAME=TYPE");
            }
            additions.put(type.substring(0, equals), type(type.substring(equals + 1)));
        }
        try {
            return base.with(additions);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--type: " + e.getMessage());
        }
    }

    /** The values by attribute name, of the Java types of the vocabulary. */
    Map<String, Object> values(Vocabulary vocabulary) {
        var parser = new AttributeParser(vocabulary);
        if (file != null) {
            parser.addJson(file.toString(), read(file));
        }
        attributes.forEach(parser::addArgument);
        return parser.values();
    }

    private static ValueType type(String name) {
        var wanted = name.toUpperCase(Locale.ROOT);
        var known = Arrays.stream(ValueType.values()).map(ValueType::name).toList();
        if (!known.contains(wanted)) {
            throw new UsageException("--type: unknown type '" + name + "'" + DidYouMean.hint(wanted, known));
        }
        return ValueType.valueOf(wanted);
    }

    private static Map<?, ?> read(Path file) {
        try {
            var object = Json.readObject(Files.readString(file));
            return object.size() == 1 && object.get("attributes") instanceof Map<?, ?> inner ? inner : object;
        } catch (IOException e) {
            throw new UsageException(file + ": cannot be read: " + e);
        } catch (IllegalArgumentException e) {
            throw new UsageException(file + ": " + e.getMessage());
        }
    }
}
