package dev.mixer.adapters.opa.projection;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A part of the input while the plan is walked: the same tree as {@link InputPaths}, still growing. */
final class Part {
    /** Deeper parts are read as a whole: no policy needs them told apart, and the walk must end. */
    private static final int DEEPEST = 24;

    private final int depth;
    private final TreeMap<String, Part> keys = new TreeMap<>();
    private boolean whole;

    private Part(int depth) {
        this.depth = depth;
    }

    static Part root() {
        return new Part(0);
    }

    /** The part below a key, or null if this is as deep as parts go; it counts as a whole then. */
    @Nullable
    Part below(String key) {
        if (depth >= DEEPEST) {
            whole = true;
            return null;
        }
        return keys.computeIfAbsent(key, _ -> new Part(depth + 1));
    }

    void escape() {
        whole = true;
    }

    InputPaths paths() {
        if (whole) {
            return InputPaths.all();
        }
        var below = new TreeMap<String, InputPaths>();
        keys.forEach((key, part) -> below.put(key, part.paths()));
        return new InputPaths(false, below);
    }
}
