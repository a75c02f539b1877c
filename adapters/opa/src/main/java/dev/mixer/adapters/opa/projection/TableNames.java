package dev.mixer.adapters.opa.projection;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which tables a policy names where it calls {@code mixer.lookup}, from its plan; a name that it computes is not told. */
public final class TableNames {
    private static final String LOOKUP = "mixer.lookup";

    private final List<String> strings = new ArrayList<>();
    private final Set<String> names = new TreeSet<>();

    private TableNames() {}

    /**
     * Reads a plan.
     *
     * @throws MalformedValueException if it is no JSON
     * @throws IllegalArgumentException if it is no plan
     */
    public static Set<String> of(byte[] plan) throws MalformedValueException {
        var root = PlanReader.object(Json.parse(plan));
        var found = new TableNames();
        if (root.get("static") instanceof RegoObject fixed) {
            for (var string : PlanReader.list(fixed, "strings")) {
                found.strings.add(PlanReader.text(PlanReader.object(string), "value"));
            }
        }
        found.visit(root);
        return Set.copyOf(found.names);
    }

    private void visit(RegoValue node) {
        switch (node) {
            case RegoArray(var elements) -> elements.forEach(this::visit);
            case RegoObject object -> {
                if (object.get("func") instanceof RegoString(var function) && function.equals(LOOKUP)) {
                    name(PlanReader.list(object, "args"));
                }
                object.values().forEach(this::visit);
            }
            default -> {}
        }
    }

    private void name(List<RegoValue> arguments) {
        if (!arguments.isEmpty()
                && arguments.getFirst() instanceof RegoObject operand
                && operand.get("type") instanceof RegoString(var type)
                && type.equals("string_index")) {
            int index = PlanReader.number(operand, "value");
            if (index < strings.size()) {
                names.add(strings.get(index));
            }
        }
    }
}
