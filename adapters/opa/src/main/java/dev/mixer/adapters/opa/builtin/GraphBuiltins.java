package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoSet;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Graphs, given as an object of vertices with their neighbours. */
final class GraphBuiltins {
    /** A walk goes as deep as its path is long. */
    private static final int LONGEST_PATH = 1_000;

    private GraphBuiltins() {}

    static List<Builtin> all() {
        return List.of(Builtin.of("graph.reachable_paths", GraphBuiltins::paths));
    }

    private static RegoValue paths(RegoValue graph, RegoValue starts, BuiltinContext context) throws BuiltinException {
        var walk = new Walk(Operands.object(graph, 1), context);
        for (var start : Operands.elements(starts, 2)) {
            walk.start(start);
        }
        return RegoSet.of(walk.found);
    }

    private static final class Walk {
        private final RegoObject graph;
        private final BuiltinContext context;
        private final Set<RegoValue> found = new HashSet<>();
        private final List<RegoValue> path = new ArrayList<>();
        private final Set<RegoValue> reached = new HashSet<>();

        Walk(RegoObject graph, BuiltinContext context) {
            this.graph = graph;
            this.context = context;
        }

        /** An edge from a start to itself is walked once, as in OPA. */
        void start(RegoValue vertex) {
            var edges = graph.get(vertex);
            if (edges == null) {
                return;
            }
            path.add(vertex);
            reached.add(vertex);
            var neighbours = neighbours(edges);
            neighbours.forEach(this::visit);
            if (neighbours.isEmpty()) {
                end();
            }
            path.clear();
            reached.clear();
        }

        /** A path ends at a vertex without edges, before one that the graph lacks, and before it would come to a vertex again. */
        private void visit(RegoValue vertex) {
            context.checkpoint();
            var edges = graph.get(vertex);
            if (edges == null) {
                end();
                return;
            }
            if (path.size() >= LONGEST_PATH) {
                throw new DecisionEndedException("walks a path of more than " + LONGEST_PATH + " vertices");
            }
            path.add(vertex);
            boolean first = reached.add(vertex);
            var neighbours = neighbours(edges);
            if (neighbours.isEmpty()) {
                end();
            }
            for (var neighbour : neighbours) {
                if (reached.contains(neighbour)) {
                    end();
                } else {
                    visit(neighbour);
                }
            }
            path.removeLast();
            if (first) {
                reached.remove(vertex);
            }
        }

        private void end() {
            found.add(new RegoArray(path));
            Results.checkCount(found.size(), context);
        }

        private static List<RegoValue> neighbours(RegoValue edges) {
            return switch (edges) {
                case RegoArray(var elements) -> elements;
                case RegoSet set -> set.elements();
                default -> List.of();
            };
        }
    }
}
