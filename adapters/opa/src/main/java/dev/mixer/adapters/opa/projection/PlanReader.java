package dev.mixer.adapters.opa.projection;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the input paths of a policy in its plan, what {@code opa build -t plan} writes as {@code plan.json} for the same sources and
 * entry points. Source: the page "Intermediate Representation" of OPA's documentation and the package {@code ir} of its sources.
 */
public final class PlanReader {
    private final List<String> strings;
    private final Map<String, RegoObject> plans;
    private final Map<String, RegoObject> functions;

    private PlanReader(List<String> strings, Map<String, RegoObject> plans, Map<String, RegoObject> functions) {
        this.strings = strings;
        this.plans = plans;
        this.functions = functions;
    }

    /**
     * Reads a plan.
     *
     * @throws MalformedValueException if it is no JSON
     * @throws IllegalArgumentException if it is no plan
     */
    public static PlanReader of(byte[] plan) throws MalformedValueException {
        var root = object(Json.parse(plan));
        var strings = new ArrayList<String>();
        var fixed = root.get("static");
        if (fixed != null) {
            for (var string : list(object(fixed), "strings")) {
                strings.add(text(object(string), "value"));
            }
        }
        var plans = new HashMap<String, RegoObject>();
        for (var plan1 : list(object(member(root, "plans")), "plans")) {
            plans.put(text(object(plan1), "name"), object(plan1));
        }
        var functions = new HashMap<String, RegoObject>();
        var funcs = root.get("funcs");
        if (funcs != null) {
            for (var function : list(object(funcs), "funcs")) {
                functions.put(text(object(function), "name"), object(function));
            }
        }
        return new PlanReader(strings, plans, functions);
    }

    /** The entry points that the plan has. */
    public Collection<String> entrypoints() {
        return List.copyOf(plans.keySet());
    }

    /** What the evaluation of these entry points may read; everything, where one is not in the plan or the plan has what is not known here. */
    public InputPaths read(Collection<String> entrypoints) {
        try {
            var walk = new PlanWalk(strings, functions);
            for (var entrypoint : entrypoints) {
                var plan = plans.get(entrypoint);
                if (plan == null) {
                    return InputPaths.all();
                }
                walk.enter(plan);
            }
            return walk.finish();
        } catch (IllegalArgumentException e) {
            return InputPaths.all(); // a statement of a later OPA: projecting is only for speed
        }
    }

    static RegoObject object(RegoValue value) {
        if (value instanceof RegoObject object) {
            return object;
        }
        throw new IllegalArgumentException("no plan: an object is missing");
    }

    static RegoValue member(RegoObject object, String name) {
        var value = object.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no plan: '" + name + "' is missing");
        }
        return value;
    }

    /** A list; a missing one and null are empty, as Go writes them. */
    static List<RegoValue> list(RegoObject object, String name) {
        return object.get(name) instanceof RegoArray(var elements) ? elements : List.of();
    }

    static String text(RegoObject object, String name) {
        if (object.get(name) instanceof RegoString(var text)) {
            return text;
        }
        throw new IllegalArgumentException("no plan: '" + name + "' is no text");
    }

    static int number(RegoObject object, String name) {
        return number(member(object, name));
    }

    static int number(RegoValue value) {
        if (value instanceof RegoNumber number) {
            long whole = number.asLong().orElse(-1);
            if (whole >= 0 && whole <= Integer.MAX_VALUE) {
                return (int) whole;
            }
        }
        throw new IllegalArgumentException("no plan: a number is missing");
    }
}
