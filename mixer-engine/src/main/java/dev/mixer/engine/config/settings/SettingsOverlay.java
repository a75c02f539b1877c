package dev.mixer.engine.config.settings;

import dev.mixer.engine.config.bind.Names;
import dev.mixer.engine.config.bind.Shape;
import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.config.yaml.YamlNode.Mapping;
import dev.mixer.engine.config.yaml.YamlNode.Scalar;
import dev.mixer.engine.config.yaml.YamlNode.ScalarType;
import dev.mixer.engine.config.yaml.YamlNode.Sequence;
import dev.mixer.engine.spelling.DidYouMean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Lays single values over the tree of a settings file. */
final class SettingsOverlay {
    /** Variables that Kubernetes sets in each pod for a service named mixer. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("MIXER_(.*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_[0-9]+_(TCP|UDP)(_.*)?)");

    /** Read by the scripts that start the host, and by the command line that asks it. */
    private static final Set<String> OF_SCRIPTS =
            Set.of("MIXER_JAVA_HOME", "MIXER_JAVA_OPTS", "MIXER_AOT", "MIXER_OPA", "MIXER_TOKEN");

    private final SettingKeys keys;
    private final Problems problems;
    private final Map<String, String> keyByVariable = new LinkedHashMap<>();

    SettingsOverlay(SettingKeys keys, Problems problems) {
        this.keys = keys;
        this.problems = problems;
        keys.all().keySet().forEach(key -> keyByVariable.put(SettingKeys.environmentName(key), key));
    }

    Mapping environment(Mapping tree, String variable, String value) {
        if (!variable.startsWith("MIXER_") || isOfOthers(variable, value)) {
            return tree;
        }
        Place place = Place.whole("environment " + variable);
        String key = keyByVariable.get(variable);
        if (key != null) {
            return put(tree, key, value, place);
        }
        Optional<String> near = DidYouMean.nearest(variable, keyByVariable.keySet());
        if (near.isPresent()) {
            problems.error(place, "unknown setting" + DidYouMean.question(near.get()));
        } else {
            problems.scope("").warning(place, "is no setting and has no effect");
        }
        return tree;
    }

    private static boolean isOfOthers(String variable, String value) {
        boolean portLink = variable.endsWith("_PORT") && (value.startsWith("tcp://") || value.startsWith("udp://"));
        return OF_SCRIPTS.contains(variable)
                || portLink
                || SERVICE_LINK.matcher(variable).matches();
    }

    Mapping set(Mapping tree, String assignment) {
        int equals = assignment.indexOf('=');
        String given = equals < 0 ? assignment : assignment.substring(0, equals).strip();
        Place place = Place.whole("--set " + given);
        if (equals < 0) {
            problems.error(place, "must be KEY=VALUE");
            return tree;
        }
        Optional<String> key = keys.find(given);
        if (key.isEmpty()) {
            var inside = keys.all().keySet().stream()
                    .filter(name -> name.startsWith(given + "."))
                    .toList();
            problems.error(
                    place,
                    inside.isEmpty()
                            ? "unknown setting"
                                    + DidYouMean.hint(given, keys.all().keySet())
                            : "is a group of settings; set " + DidYouMean.list(inside));
            return tree;
        }
        return put(tree, key.get(), assignment.substring(equals + 1).strip(), place);
    }

    private Mapping put(Mapping tree, String key, String value, Place place) {
        Shape shape = keys.all().get(key);
        YamlNode node = switch (shape) {
            case Shape.Many _ -> list(value, place);
            case Shape.Keyed _ -> mapping(value, place);
            case null, default -> scalar(value, place);
        };
        return put(tree, List.of(key.split("\\.", -1)), node, place);
    }

    private static Mapping put(Mapping tree, List<String> path, YamlNode value, Place place) {
        String name = path.getFirst();
        List<YamlNode.Entry> entries = new ArrayList<>(tree.entries());
        int at = 0;
        while (at < entries.size() && !Names.camelCase(entries.get(at).name()).equals(name)) {
            at++;
        }
        YamlNode before = at < entries.size() ? entries.get(at).value() : Mapping.empty(place);
        boolean leaf = path.size() == 1;
        YamlNode after = leaf
                ? value
                : put(
                        before instanceof Mapping inner ? inner : Mapping.empty(place),
                        path.subList(1, path.size()),
                        value,
                        place);
        Scalar key = new Scalar(ScalarType.TEXT, SourceText.of(name, place));
        if (at < entries.size()) {
            entries.set(at, new YamlNode.Entry(leaf ? key : entries.get(at).key(), after));
        } else {
            entries.add(new YamlNode.Entry(key, after));
        }
        return new Mapping(tree.place(), entries);
    }

    private static Scalar scalar(String value, Place place) {
        boolean flag = value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
        return new Scalar(flag ? ScalarType.BOOL : ScalarType.TEXT, SourceText.of(value, place));
    }

    /** {@code a,b} with or without brackets. */
    private static Sequence list(String value, Place place) {
        return new Sequence(
                place,
                items(value, "[", "]")
                        .<YamlNode>map(item -> scalar(item, place))
                        .toList());
    }

    /** {@code a=1,b=2} or {@code {a: 1, b: 2}}. */
    private YamlNode mapping(String value, Place place) {
        var entries = new ArrayList<YamlNode.Entry>();
        items(value, "{", "}").forEach(item -> {
            var pair = item.split("[=:]", 2);
            if (pair.length == 2) {
                entries.add(new YamlNode.Entry(
                        new Scalar(ScalarType.TEXT, SourceText.of(pair[0].strip(), place)),
                        scalar(pair[1].strip(), place)));
            } else {
                problems.error(place, "'" + item + "' must be NAME=VALUE");
            }
        });
        return new Mapping(place, entries);
    }

    private static Stream<String> items(String value, String open, String close) {
        boolean bracketed = value.startsWith(open) && value.endsWith(close);
        String inner = bracketed ? value.substring(open.length(), value.length() - close.length()) : value;
        return Arrays.stream(inner.split(",", -1)).map(String::strip).filter(item -> !item.isEmpty());
    }
}
