package dev.mixer.adapters.opa.projection;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where in {@code data} the rules of a policy are, from its plan: those that its entry points reach. */
public final class RulePaths {
    private RulePaths() {}

    /**
     * Reads a plan.
     *
     * @return the names on the way to each rule, without {@code data}
     * @throws MalformedValueException if it is no JSON
     * @throws IllegalArgumentException if it is no plan
     */
    public static Set<List<String>> of(byte[] plan) throws MalformedValueException {
        var paths = new LinkedHashSet<List<String>>();
        if (PlanReader.object(Json.parse(plan)).get("funcs") instanceof RegoObject functions) {
            for (var function : PlanReader.list(functions, "funcs")) {
                var names = PlanReader.list(PlanReader.object(function), "path").stream()
                        .map(name -> name instanceof RegoString(var text) ? text : "")
                        .toList();
                if (names.size() > 1) {
                    paths.add(names.subList(1, names.size())); // the first tells how the function came about
                }
            }
        }
        return paths;
    }
}
