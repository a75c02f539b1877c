package dev.mixer.adapters.opa;

import dev.mixer.adapters.opa.projection.RulePaths;
import dev.mixer.adapters.opa.source.InvalidPolicyException;
import dev.mixer.adapters.opa.source.PolicyFiles;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoSet;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.List;
import java.util.Optional;

/** Looks for data that a policy should not have: in the place of its rules, or so much that a table is better. */
final class DataReview {
    /** So many entries take some MiB of each copy. */
    static final int MOST_ENTRIES = 10_000;

    private DataReview() {}

    /** @throws InvalidPolicyException if data stands where a rule is: which of them counts would be anybody's guess */
    static void requireApart(PolicyLibrary.Ready ready) throws InvalidPolicyException {
        var plan = ready.compiled().plan();
        if (plan == null || ready.files().data().size() == 0) {
            return;
        }
        try {
            for (var path : RulePaths.of(plan)) {
                requireApart(ready.files(), path);
            }
        } catch (MalformedValueException | IllegalArgumentException e) {
            // a plan of another OPA, which is used for what it tells alone
        }
    }

    private static void requireApart(PolicyFiles files, List<String> rule) throws InvalidPolicyException {
        RegoValue place = files.data();
        for (int i = 0; i < rule.size(); i++) {
            if (!(place instanceof RegoObject object)) {
                throw new InvalidPolicyException(conflict(files, rule.subList(0, i)));
            }
            place = object.get(rule.get(i));
            if (place == null) {
                return;
            }
        }
        throw new InvalidPolicyException(conflict(files, rule));
    }

    private static String conflict(PolicyFiles files, List<String> path) {
        return files.name() + ": the data at /" + String.join("/", path)
                + " is where a rule of the policy is; give one of them another place";
    }

    /** A warning about the first place that has too many entries. */
    static Optional<String> largePlace(RegoObject data) {
        return place(data, "data");
    }

    private static Optional<String> place(RegoValue value, String path) {
        int size = switch (value) {
            case RegoObject object -> object.size();
            case RegoArray array -> array.size();
            case RegoSet set -> set.elements().size();
            default -> 0;
        };
        if (size > MOST_ENTRIES) {
            return Optional.of(path + " has " + size
                    + " entries, which every copy of the policy holds in its memory; put them into a file of the parameter"
                    + " tables and read them with mixer.lookup(TABLE, KEY)");
        }
        if (value instanceof RegoObject object) {
            for (int i = 0; i < object.size(); i++) {
                var key = object.keys().get(i) instanceof RegoString(var name)
                        ? name
                        : object.keys().get(i).toString();
                var found = place(object.values().get(i), path + "." + key);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
