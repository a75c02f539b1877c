package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.template.FieldTree;
import dev.mixer.engine.template.InstanceBuilder;
import dev.mixer.spi.Instance;
import dev.mixer.spi.template.Authorization;
import dev.mixer.spi.template.CheckNothing;
import dev.mixer.spi.template.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the handlers of CUSTOM policies are asked: the call as template {@code requestcontext}, else {@code authorization}, else
 * {@code checknothing}.
 */
final class CustomInstances {
    private static final FieldTree.Branch CALL = branch(Map.of(
            "subject",
            branch(Map.of(
                    "user", leaf("source.principal | request.auth.principal | \"\""),
                    "groups", leaf("request.auth.claims[\"groups\"] | \"\""))),
            "action",
            branch(Map.of(
                    "namespace", leaf("destination.namespace | destination.service.namespace | \"\""),
                    "service", leaf("destination.service.host | destination.service | request.host | \"\""),
                    "method", leaf("request.method | \"\""),
                    "path", leaf("request.path | \"\"")))));

    private CustomInstances() {}

    /** The template by which an adapter is asked; empty where it serves none of them. */
    static Optional<Class<? extends Instance>> template(Set<Class<? extends Instance>> served) {
        return List.<Class<? extends Instance>>of(RequestContext.class, Authorization.class, CheckNothing.class)
                .stream()
                .filter(served::contains)
                .findFirst();
    }

    /** The instance of a template, under the number given. */
    static ConfiguredInstance instance(Class<? extends Instance> template, int number, Slots slots) {
        var fields = template == Authorization.class ? CALL : branch(Map.of());
        if (InstanceBuilder.compile(template, fields, slots) instanceof InstanceBuilder.Result.Built(var builder)) {
            return new ConfiguredInstance(number, "CUSTOM policies", "CUSTOM policies", builder, null, List.of());
        }
        throw new IllegalStateException("the standard expressions fit the standard templates");
    }

    private static FieldTree.Branch branch(Map<String, FieldTree> fields) {
        return new FieldTree.Branch(fields);
    }

    private static FieldTree leaf(String expression) {
        return new FieldTree.Leaf(expression);
    }
}
