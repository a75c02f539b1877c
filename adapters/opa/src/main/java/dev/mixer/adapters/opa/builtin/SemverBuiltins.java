package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Versions of Semantic Versioning 2.0.0, with a {@code v} in front allowed. */
final class SemverBuiltins {
    private static final int LONGEST = 1_000;
    private static final Pattern VERSION = Pattern.compile("v?(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)"
            + "(?:-((?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
            + "(?:\\.(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*))?"
            + "(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");

    private SemverBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                Builtin.of(
                        "semver.is_valid",
                        (text, _) ->
                                RegoValue.of(text instanceof RegoString(var version) && Version.read(version) != null)),
                Builtin.of(
                        "semver.compare",
                        (one, other, _) -> RegoNumber.of(version(one, 1).compareTo(version(other, 2)))));
    }

    private static Version version(RegoValue value, int position) throws BuiltinException {
        var version = Version.read(Operands.string(value, position));
        if (version == null) {
            throw new BuiltinException("argument " + position + " must be a semantic version");
        }
        return version;
    }

    /**
     * A version; build metadata does not count.
     *
     * @param numbers major, minor and patch
     * @param preRelease its parts, none for a release
     */
    private record Version(List<Long> numbers, List<String> preRelease) {
        static @Nullable Version read(String text) {
            var match = text.length() > LONGEST ? null : VERSION.matcher(text);
            if (match == null || !match.matches()) {
                return null;
            }
            try {
                return new Version(
                        List.of(
                                Long.parseLong(match.group(1)),
                                Long.parseLong(match.group(2)),
                                Long.parseLong(match.group(3))),
                        match.group(4) == null
                                ? List.of()
                                : List.of(match.group(4).split("\\.")));
            } catch (NumberFormatException e) {
                return null;
            }
        }

        int compareTo(Version other) {
            for (int i = 0; i < 3; i++) {
                int order = numbers.get(i).compareTo(other.numbers.get(i));
                if (order != 0) {
                    return order;
                }
            }
            if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
                return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
            }
            int common = Math.min(preRelease.size(), other.preRelease.size());
            for (int i = 0; i < common; i++) {
                int order = compareParts(preRelease.get(i), other.preRelease.get(i));
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(preRelease.size(), other.preRelease.size());
        }

        private static int compareParts(String one, String other) {
            boolean oneNumeric = isNumeric(one);
            if (oneNumeric != isNumeric(other)) {
                return oneNumeric ? -1 : 1;
            }
            return oneNumeric
                    ? new BigInteger(one).compareTo(new BigInteger(other))
                    : Integer.signum(one.compareTo(other));
        }

        private static boolean isNumeric(String part) {
            return part.chars().allMatch(c -> c >= '0' && c <= '9');
        }
    }
}
