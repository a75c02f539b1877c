package dev.mixer.engine.config.bind;

import dev.mixer.engine.config.problem.LocatedProblem;
import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.config.yaml.YamlNode.Mapping;
import dev.mixer.engine.config.yaml.YamlNode.Sequence;
import dev.mixer.spi.Problem;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives the problems of {@link dev.mixer.spi.Adapter#validate} their places. */
public final class ParameterProblems {
    private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[([^\\]]*)]");

    private ParameterProblems() {}

    /**
     * Reports what an adapter found.
     *
     * @param parameters the node that was bound
     * @param scope the scope that it was bound in
     */
    public static void report(List<Problem> found, YamlNode parameters, ProblemScope scope) {
        for (Problem problem : found) {
            ProblemScope field = problem.path().isEmpty() ? scope : scope.field(problem.path());
            Place place = placeOf(parameters, problem.path());
            field.problems()
                    .add(LocatedProblem.at(
                            place, problem.severity(), field.resource(), field.field(), problem.message()));
        }
    }

    /** Where {@code quotas[2].maxAmount} stands: as deep as the path can be followed, in either spelling of its names. */
    public static Place placeOf(YamlNode root, String path) {
        YamlNode node = root;
        Matcher step = STEP.matcher(path);
        while (step.find()) {
            Optional<YamlNode> next = step.group(1) != null ? named(node, step.group(1)) : indexed(node, step.group(2));
            if (next.isEmpty()) {
                break;
            }
            node = next.get();
        }
        return node.place();
    }

    private static Optional<YamlNode> named(YamlNode node, String name) {
        String camel = Names.camelCase(name);
        return node instanceof Mapping mapping
                ? mapping.entries().stream()
                        .filter(entry -> Names.camelCase(entry.name()).equals(camel))
                        .map(YamlNode.Entry::value)
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<YamlNode> indexed(YamlNode node, String index) {
        return switch (node) {
            case Mapping mapping -> mapping.get(index);
            case Sequence sequence
            when index.matches("[0-9]{1,9}") ->
                sequence.items().stream().skip(Integer.parseInt(index)).findFirst();
            default -> Optional.empty();
        };
    }
}
