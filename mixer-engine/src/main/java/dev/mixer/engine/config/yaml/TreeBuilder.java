package dev.mixer.engine.config.yaml;

import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.yaml.YamlNode.Mapping;
import dev.mixer.engine.config.yaml.YamlNode.Scalar;
import dev.mixer.engine.config.yaml.YamlNode.ScalarType;
import dev.mixer.engine.config.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;

/** Turns the parser's events into trees and refuses what would grow beyond the limits, before it has grown. */
final class TreeBuilder {
    /** A node with how many nodes stand under it, itself included, aliases counted as often as they repeat. */
    private record Sized(YamlNode node, int size) {}

    private final String file;
    private final Lines lines;
    private final YamlLimits limits;
    private final Problems problems;
    private final List<YamlNode> documents = new ArrayList<>();
    /** Null values: anchors that are still open, which an alias must not name. */
    private final Map<String, @Nullable Sized> anchors = new HashMap<>();

    private int aliases;
    private int repeated;

    TreeBuilder(String file, Lines lines, YamlLimits limits, Problems problems) {
        this.file = file;
        this.lines = lines;
        this.limits = limits;
        this.problems = problems;
    }

    List<YamlNode> documents() {
        return List.copyOf(documents);
    }

    void readAll(Iterator<Event> events) {
        while (events.hasNext()) {
            if (events.next() instanceof DocumentStartEvent) {
                readDocument(events);
            }
        }
    }

    private void readDocument(Iterator<Event> events) {
        anchors.clear();
        aliases = 0;
        repeated = 0;
        for (Event event = events.next(); !(event instanceof DocumentEndEvent); event = events.next()) {
            YamlNode root = node(event, events, 1).node();
            boolean empty = root instanceof Scalar scalar && scalar.isNull();
            if (!empty) {
                documents.add(root);
            }
        }
    }

    private Sized node(Event event, Iterator<Event> events, int depth) {
        if (event instanceof AliasEvent alias) {
            return repeat(alias);
        }
        var start = (NodeEvent) event;
        if (depth > limits.depth() && !(start instanceof ScalarEvent)) {
            throw new YamlFault(placeOf(event), "nested deeper than " + limits.depth() + " levels");
        }
        Optional<Anchor> anchor = start.getAnchor();
        anchor.ifPresent(name -> anchors.put(name.getValue(), null));
        Sized result = switch (start) {
            case ScalarEvent scalar -> new Sized(scalar(scalar), 1);
            case MappingStartEvent mapping -> mapping(mapping, events, depth);
            case SequenceStartEvent sequence -> sequence(sequence, events, depth);
            default -> throw new YamlFault(placeOf(event), "not YAML: " + event);
        };
        anchor.ifPresent(name -> anchors.put(name.getValue(), result));
        return result;
    }

    private Sized repeat(AliasEvent alias) {
        String name = alias.getAlias().getValue();
        if (++aliases > limits.aliases()) {
            throw new YamlFault(placeOf(alias), "more than " + limits.aliases() + " aliases in one document");
        }
        if (!anchors.containsKey(name)) {
            throw new YamlFault(placeOf(alias), "the alias *" + name + " has no anchor &" + name + " before it");
        }
        Sized target = anchors.get(name);
        if (target == null) {
            throw new YamlFault(placeOf(alias), "the alias *" + name + " stands inside its own anchor");
        }
        repeated += target.size();
        if (repeated > limits.repeatedNodes()) {
            throw new YamlFault(
                    placeOf(alias), "aliases repeat more than " + limits.repeatedNodes() + " values; write fewer");
        }
        return target;
    }

    private Sized mapping(MappingStartEvent start, Iterator<Event> events, int depth) {
        refuseTag(start, start.getTag(), "tag:yaml.org,2002:map");
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        int size = 1;
        for (Event event = events.next(); !(event instanceof CollectionEndEvent); event = events.next()) {
            Sized key = node(event, events, depth + 1);
            Sized value = node(events.next(), events, depth + 1);
            size += key.size() + value.size();
            if (key.node() instanceof Scalar name) {
                addEntry(entries, name, placeOf(event), value.node());
            } else {
                problems.error(
                        placeOf(event), "a key must be text, not " + key.node().describe());
            }
        }
        return new Sized(new Mapping(placeOf(start), List.copyOf(entries.values())), size);
    }

    private void addEntry(Map<String, YamlNode.Entry> entries, Scalar name, Place place, YamlNode value) {
        if (name.text().equals("<<")) {
            problems.error(place, "merge keys (<<) are not part of YAML 1.2; write the fields out");
            return;
        }
        YamlNode.Entry before = entries.putIfAbsent(name.text(), new YamlNode.Entry(name, value));
        if (before != null) {
            Place first = before.key().place();
            problems.error(
                    place,
                    "the key '%s' stands here twice, first at line %d, column %d"
                            .formatted(name.text(), first.line(), first.column()));
        }
    }

    private Sized sequence(SequenceStartEvent start, Iterator<Event> events, int depth) {
        refuseTag(start, start.getTag(), "tag:yaml.org,2002:seq");
        List<YamlNode> items = new ArrayList<>();
        int size = 1;
        for (Event event = events.next(); !(event instanceof CollectionEndEvent); event = events.next()) {
            Sized item = node(event, events, depth + 1);
            size += item.size();
            items.add(item.node());
        }
        return new Sized(new Sequence(placeOf(start), items), size);
    }

    private Scalar scalar(ScalarEvent event) {
        refuseTag(event, event.getTag().filter(tag -> !tag.equals("!")), "tag:yaml.org,2002:str");
        boolean plain = event.isPlain() && event.getTag().isEmpty();
        ScalarType type = plain ? CoreSchema.typeOf(event.getValue()) : ScalarType.TEXT;
        return new Scalar(type, new SourceText(event.getValue(), placeOf(event), written(event), block(event)));
    }

    private @Nullable Block block(ScalarEvent event) {
        var start = event.getStartMark().orElse(null);
        return start == null || !(event.isLiteral() || event.isFolded())
                ? null
                : Block.of(event.getValue(), lines, start.getLine() + 1);
    }

    private @Nullable String written(ScalarEvent event) {
        var start = event.getStartMark().orElse(null);
        var end = event.getEndMark().orElse(null);
        boolean block = event.isLiteral() || event.isFolded();
        if (block || start == null || end == null || start.getLine() != end.getLine()) {
            return null;
        }
        String written = lines.slice(start.getLine(), start.getColumn(), end.getColumn());
        boolean found = event.isPlain() ? written.equals(event.getValue()) : !written.isEmpty();
        return found ? written : null;
    }

    private void refuseTag(Event event, Optional<String> tag, String allowed) {
        if (tag.isPresent() && !tag.get().equals(allowed)) {
            problems.error(
                    placeOf(event),
                    "the tag " + tag.get().replace("tag:yaml.org,2002:", "!!") + " has no meaning here");
        }
    }

    private Place placeOf(Event event) {
        return event.getStartMark()
                .map(mark -> new Place(file, mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(Place.whole(file));
    }
}
