package dev.mixer.adapters.apikey;

import dev.mixer.spi.template.ApiKey;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a file of keys: a YAML (or JSON) list of mappings. One fault, and none of it counts. */
final class KeyFileReader {
    private static final Set<String> FIELDS = Set.of("hash", "name", "groups", "expires", "services");

    private KeyFileReader() {}

    static KeyTable read(String text) throws BadKeyFileException {
        Node root;
        try {
            root = new Compose(LoadSettings.builder().setLabel("keys").build())
                    .composeString(text)
                    .orElse(null);
        } catch (MarkedYamlEngineException e) { // its whole message would quote the file
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new BadKeyFileException(line, "it is not YAML");
        } catch (YamlEngineException e) {
            throw new BadKeyFileException("it is not YAML");
        }
        if (root == null) {
            return new KeyTable(Map.of());
        }
        if (!(root instanceof SequenceNode list)) {
            throw new BadKeyFileException(line(root), "the file must be a list of keys");
        }
        var entries = new HashMap<ByteBuffer, KeyEntry>();
        for (var item : list.getValue()) {
            var fields = fields(item);
            if (entries.put(hash(item, fields.get("hash")), entry(item, fields)) != null) {
                throw new BadKeyFileException(line(item), "the same hash stands in the file twice");
            }
        }
        return new KeyTable(entries);
    }

    private static Map<String, Node> fields(Node item) throws BadKeyFileException {
        if (!(item instanceof MappingNode mapping)) {
            throw new BadKeyFileException(line(item), "a key must be a mapping, {hash: …, name: …}");
        }
        var fields = new HashMap<String, Node>();
        for (var tuple : mapping.getValue()) {
            var name = text(tuple.getKeyNode(), "a field's name");
            if (!FIELDS.contains(name)) {
                throw new BadKeyFileException(
                        line(tuple.getKeyNode()), "there is no field '" + name + "'; there are " + sorted());
            }
            if (fields.put(name, tuple.getValueNode()) != null) {
                throw new BadKeyFileException(line(tuple.getKeyNode()), name + " stands there twice");
            }
        }
        return fields;
    }

    private static ByteBuffer hash(Node item, @Nullable Node value) throws BadKeyFileException {
        if (value == null) {
            throw new BadKeyFileException(line(item), "hash is missing");
        }
        var hex = text(value, "hash").toLowerCase(Locale.ROOT);
        try {
            var bytes = HexFormat.of().parseHex(hex);
            if (bytes.length == Digester.LENGTH) {
                return ByteBuffer.wrap(bytes);
            }
        } catch (IllegalArgumentException e) {
            // told below, without the text: somebody may have put the key itself there
        }
        throw new BadKeyFileException(line(value), "hash must be 64 hexadecimal digits");
    }

    private static KeyEntry entry(Node item, Map<String, Node> fields) throws BadKeyFileException {
        var name = fields.get("name");
        if (name == null || text(name, "name").isEmpty()) {
            throw new BadKeyFileException(line(item), "name is missing");
        }
        var groups = texts(fields.get("groups"), "groups");
        for (var group : groups) {
            if (group.indexOf(',') >= 0) { // joined, it would look like two
                throw new BadKeyFileException(line(item), "a group must not hold a comma");
            }
        }
        return new KeyEntry(
                new ApiKey.Caller(text(name, "name"), String.join(",", groups)),
                expires(fields.get("expires")),
                Set.copyOf(new HashSet<>(services(item, fields.get("services")))));
    }

    /** An empty list would read like "for none" and mean "for all". */
    private static List<String> services(Node item, @Nullable Node value) throws BadKeyFileException {
        var services = texts(value, "services");
        if (value != null && services.isEmpty()) {
            throw new BadKeyFileException(line(item), "services is empty; leave it out for a key that is for all");
        }
        return services;
    }

    private static Instant expires(@Nullable Node value) throws BadKeyFileException {
        if (value == null) {
            return Instant.MAX;
        }
        try {
            return Instant.parse(text(value, "expires"));
        } catch (DateTimeException e) {
            throw new BadKeyFileException(line(value), "expires must be a time such as 2027-01-31T00:00:00Z");
        }
    }

    private static List<String> texts(@Nullable Node value, String name) throws BadKeyFileException {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof SequenceNode list)) {
            throw new BadKeyFileException(line(value), name + " must be a list of texts");
        }
        var texts = new ArrayList<String>();
        for (var item : list.getValue()) {
            texts.add(text(item, name));
        }
        return texts;
    }

    private static String text(Node node, String name) throws BadKeyFileException {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new BadKeyFileException(line(node), name + " must be text");
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private static String sorted() {
        return String.join(", ", FIELDS.stream().sorted().toList());
    }
}
