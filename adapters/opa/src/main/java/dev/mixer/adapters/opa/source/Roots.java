package dev.mixer.adapters.opa.source;

import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which part of {@code data} a bundle owns, rules and documents alike. Source: the section on manifests of the page "Bundles" of OPA's
 * documentation.
 *
 * @param paths without slashes at their ends; the empty path owns everything
 */
public record Roots(List<String> paths) {
    /** Of a bundle that says nothing about it. */
    public static final Roots ALL = new Roots(List.of(""));

    public Roots {
        paths = paths.stream().map(Roots::trimmed).toList();
    }

    private static String trimmed(String path) {
        int start = 0;
        int end = path.length();
        while (start < end && path.charAt(start) == '/') {
            start++;
        }
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(start, end);
    }

    /** Two paths, one of these roots and one of others, of which one lies in the other. */
    Optional<List<String>> overlap(Roots other) {
        for (var mine : paths) {
            for (var theirs : other.paths) {
                if (overlap(mine, theirs)) {
                    return Optional.of(List.of(mine, theirs));
                }
            }
        }
        return Optional.empty();
    }

    /** Two of these roots of which one lies in the other. */
    Optional<List<String>> overlap() {
        for (int i = 0; i < paths.size(); i++) {
            for (int j = i + 1; j < paths.size(); j++) {
                if (overlap(paths.get(i), paths.get(j))) {
                    return Optional.of(List.of(paths.get(i), paths.get(j)));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean overlap(String one, String other) {
        return contains(one, segments(other)) || contains(other, segments(one));
    }

    boolean contain(List<String> path) {
        return paths.stream().anyMatch(root -> contains(root, path));
    }

    boolean contain(String path) {
        return contain(segments(path));
    }

    private static boolean contains(String root, List<String> path) {
        var segments = segments(root);
        return root.isEmpty()
                || (segments.size() <= path.size()
                        && path.subList(0, segments.size()).equals(segments));
    }

    /** The first place of the data that lies outside; null: there is none. */
    @Nullable
    String outside(RegoObject data) {
        return paths.contains("") ? null : outside(data, new ArrayList<>());
    }

    private @Nullable String outside(RegoObject object, List<String> at) {
        for (int i = 0; i < object.size(); i++) {
            at.add(
                    object.keys().get(i) instanceof RegoString(var name)
                            ? name
                            : object.keys().get(i).toString());
            var found = contain(at) ? null : outside(object.values().get(i), at);
            if (found != null) {
                return found;
            }
            at.removeLast();
        }
        return null;
    }

    /** A folder on the way to a root is no data of its own. */
    private @Nullable String outside(RegoValue value, List<String> at) {
        boolean leads = paths.stream().anyMatch(root -> contains(String.join("/", at), segments(root)));
        return leads && value instanceof RegoObject inner ? outside(inner, at) : "/" + String.join("/", at);
    }

    private static List<String> segments(String path) {
        return Arrays.asList(path.split("/", -1));
    }

    @Override
    public String toString() {
        return paths.toString();
    }
}
