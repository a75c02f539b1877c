package dev.mixer.adapters.opa.projection;

import static dev.mixer.adapters.opa.projection.PlanReader.list;
import static dev.mixer.adapters.opa.projection.PlanReader.member;
import static dev.mixer.adapters.opa.projection.PlanReader.number;
import static dev.mixer.adapters.opa.projection.PlanReader.object;
import static dev.mixer.adapters.opa.projection.PlanReader.text;

import dev.mixer.adapters.opa.value.RegoBoolean;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows the input through plans and functions: for each local, the parts of the input that it may hold, whatever the order of
 * statements. A part whose key is asked for by name leads to another part; one that is used in any other way is read as a whole.
 * Statements are walked again until nothing new is found.
 */
final class PlanWalk {
    private static final int INPUT = 0;

    private final List<String> strings;
    private final Map<String, RegoObject> functions;
    private final Part root = Part.root();
    private final Map<String, Frame> frames = new LinkedHashMap<>();
    private boolean changed;

    PlanWalk(List<String> strings, Map<String, RegoObject> functions) {
        this.strings = strings;
        this.functions = functions;
    }

    /** What is known of one plan or function. */
    private static final class Frame {
        private final RegoObject code;
        private final Map<Integer, Set<Part>> locals = new HashMap<>();
        private final Set<Part> returned = new LinkedHashSet<>();

        Frame(RegoObject code) {
            this.code = code;
        }

        Set<Part> held(int local) {
            return locals.computeIfAbsent(local, _ -> new LinkedHashSet<>());
        }
    }

    void enter(RegoObject plan) {
        var frame = frames.computeIfAbsent("plan " + text(plan, "name"), _ -> new Frame(plan));
        frame.held(INPUT).add(root);
    }

    InputPaths finish() {
        do {
            changed = false;
            for (var frame : List.copyOf(frames.values())) {
                blocks(list(frame.code, "blocks"), frame);
            }
        } while (changed);
        return root.paths();
    }

    private void blocks(List<RegoValue> blocks, Frame frame) {
        for (var block : blocks) {
            block(object(block), frame);
        }
    }

    private void block(RegoObject block, Frame frame) {
        for (var statement : list(block, "stmts")) {
            statement(text(object(statement), "type"), object(member(object(statement), "stmt")), frame);
        }
    }

    private void statement(String type, RegoObject statement, Frame frame) {
        switch (type) {
            case "DotStmt" -> dot(statement, frame);
            case "AssignVarStmt", "AssignVarOnceStmt" ->
                add(frame.held(number(statement, "target")), held(member(statement, "source"), frame));
            case "CallStmt" -> call(statement, frame);
            case "CallDynamicStmt" -> callAny(statement, frame);
            case "ReturnLocalStmt" -> add(frame.returned, frame.held(number(statement, "source")));
            case "BlockStmt" -> blocks(list(statement, "blocks"), frame);
            case "NotStmt" -> block(object(member(statement, "block")), frame);
            case "WithStmt" -> with(statement, frame);
            case "ScanStmt" -> {
                escape(frame.held(number(statement, "source")));
                block(object(member(statement, "block")), frame);
            }
            case "LenStmt" -> escape(held(member(statement, "source"), frame));
            case "EqualStmt", "NotEqualStmt" -> {
                escape(held(member(statement, "a"), frame));
                escape(held(member(statement, "b"), frame));
            }
            case "ObjectInsertStmt", "ObjectInsertOnceStmt" -> {
                escape(held(member(statement, "key"), frame));
                escape(held(member(statement, "value"), frame));
                escape(frame.held(number(statement, "object")));
            }
            case "ObjectMergeStmt" -> {
                escape(frame.held(number(statement, "a")));
                escape(frame.held(number(statement, "b")));
            }
            case "ArrayAppendStmt" -> {
                escape(held(member(statement, "value"), frame));
                escape(frame.held(number(statement, "array")));
            }
            case "SetAddStmt" -> {
                escape(held(member(statement, "value"), frame));
                escape(frame.held(number(statement, "set")));
            }
            case "ResultSetAddStmt" -> escape(frame.held(number(statement, "value")));
            // being there and having a type is what a part without keys keeps
            case "IsArrayStmt", "IsObjectStmt", "IsSetStmt", "IsDefinedStmt", "IsUndefinedStmt" -> {}
            case "AssignIntStmt",
                    "BreakStmt",
                    "MakeArrayStmt",
                    "MakeNullStmt",
                    "MakeNumberIntStmt",
                    "MakeNumberRefStmt",
                    "MakeObjectStmt",
                    "MakeSetStmt",
                    "NopStmt",
                    "ResetLocalStmt" -> {}
            default -> throw new IllegalArgumentException("unknown statement " + type);
        }
    }

    private void dot(RegoObject statement, Frame frame) {
        var source = held(member(statement, "source"), frame);
        var key = object(member(statement, "key"));
        if (text(key, "type").equals("string_index")) {
            var name = string(number(key, "value"));
            var target = frame.held(number(statement, "target"));
            for (var part : List.copyOf(source)) {
                var below = part.below(name);
                if (below != null) {
                    add(target, Set.of(below));
                }
            }
        } else {
            escape(source);
            escape(held(key, frame));
        }
    }

    private void call(RegoObject statement, Frame frame) {
        var function = functions.get(text(statement, "func"));
        var arguments = list(statement, "args");
        if (function == null) { // a builtin
            arguments.forEach(argument -> escape(held(argument, frame)));
            return;
        }
        add(frame.held(number(statement, "result")), returned(function, arguments, frame));
    }

    /** A call of whatever function has a path that is known only then. */
    private void callAny(RegoObject statement, Frame frame) {
        list(statement, "path").forEach(key -> escape(held(key, frame)));
        var result = frame.held(number(statement, "result"));
        for (var function : functions.values()) {
            add(result, returned(function, list(statement, "args"), frame));
        }
    }

    /** Hands the arguments to a function and answers what it returns as far as that is known yet. */
    private Set<Part> returned(RegoObject function, List<RegoValue> arguments, Frame frame) {
        var name = text(function, "name");
        if (!frames.containsKey(name)) {
            frames.put(name, new Frame(function));
            changed = true;
        }
        var callee = frames.getOrDefault(name, frame);
        var parameters = list(function, "params");
        for (int i = 0; i < arguments.size(); i++) {
            var held = held(arguments.get(i), frame);
            if (i < parameters.size()) {
                add(callee.held(number(parameters.get(i))), held);
            } else {
                escape(held);
            }
        }
        return callee.returned;
    }

    /**
     * Another value takes the place of the input or the data, or a place within. A place within makes all of the input read: the code
     * that OPA generates for it takes whatever stands on the way there for an object, so the policy must see exactly what was sent.
     */
    private void with(RegoObject statement, Frame frame) {
        var local = frame.held(number(statement, "local"));
        var value = held(member(statement, "value"), frame);
        var path = list(statement, "path");
        if (path.isEmpty()) {
            add(local, value);
        } else {
            escape(value);
            escape(local);
        }
        block(object(member(statement, "block")), frame);
    }

    private String string(int index) {
        if (index >= strings.size()) {
            throw new IllegalArgumentException("no plan: no string " + index);
        }
        return strings.get(index);
    }

    /** The parts that an operand may hold; a bare number, which older plans have for some, is a local. */
    private Set<Part> held(RegoValue operand, Frame frame) {
        if (!(operand instanceof RegoObject object)) {
            return frame.held(number(operand));
        }
        return switch (text(object, "type")) {
            case "local" -> frame.held(number(object, "value"));
            case "string_index" -> Set.of();
            case "bool" -> {
                if (!(object.get("value") instanceof RegoBoolean)) {
                    throw new IllegalArgumentException("no plan: no boolean");
                }
                yield Set.of();
            }
            default -> throw new IllegalArgumentException("unknown operand");
        };
    }

    private void add(Set<Part> parts, Set<Part> more) {
        changed |= parts.addAll(List.copyOf(more));
    }

    private static void escape(Set<Part> parts) {
        parts.forEach(Part::escape);
    }
}
