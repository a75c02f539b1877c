package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.config.InstanceResource;
import dev.mixer.engine.config.bind.Names;
import dev.mixer.engine.config.bind.ParameterProblems;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.expression.SymbolResolver;
import dev.mixer.engine.template.FieldProblem;
import dev.mixer.engine.template.FieldTree;
import dev.mixer.engine.template.InstanceBuilder;
import dev.mixer.engine.template.OutputFields;
import dev.mixer.spi.AttributesInstance;
import dev.mixer.spi.Instance;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks and compiles one instance of a configuration, collecting every problem. */
final class InstanceCompiler {
    private final Slots slots;
    private final InstanceResource resource;
    private final ProblemScope scope;
    private final Map<String, SourceText> places = new HashMap<>();
    /** Fields that are reported already, by path. */
    private final Set<String> reported = new HashSet<>();

    InstanceCompiler(Slots slots, InstanceResource resource, ProblemScope scope) {
        this.slots = slots;
        this.resource = resource;
        this.scope = scope;
    }

    /** The instance under the number given; empty where it has problems, which are then reported. */
    Optional<ConfiguredInstance> compile(Class<? extends Instance> template, int number) {
        var output = output(template);
        var bindings = bindings(template, output);
        var tree = tree(resource.params(), "");
        return switch (InstanceBuilder.compile(template, tree, slots)) {
            case InstanceBuilder.Result.Built(var builder) ->
                Optional.of(new ConfiguredInstance(
                        number, resource.id().shortName(), resource.id().name(), builder, output, bindings));
            case InstanceBuilder.Result.Failed(var faults) -> {
                faults.forEach(this::report);
                yield Optional.empty();
            }
        };
    }

    private @Nullable OutputFields output(Class<? extends Instance> template) {
        try {
            return OutputFields.of(template).orElse(null);
        } catch (IllegalArgumentException e) {
            scope.field("spec.template").error(resource.place(), "the template is faulty: " + e.getMessage());
            return null;
        }
    }

    private List<AttributeBinding> bindings(Class<? extends Instance> template, @Nullable OutputFields output) {
        var field = scope.field("spec.attributeBindings");
        boolean none = resource.attributeBindings().isEmpty();
        if (AttributesInstance.class.isAssignableFrom(template)) {
            if (none) {
                field.warning(resource.place(), "is empty: what the instance derives is not used");
            }
            var symbols = output == null ? SymbolResolver.NONE : output.symbols("$out.", 0);
            return new BindingCompiler(slots, symbols, field).compile(resource.attributeBindings());
        }
        if (!none) {
            field.error(
                    resource.place(),
                    "template " + resource.template().text()
                            + " derives no attributes; bindings belong to one that does");
        }
        return List.of();
    }

    private void report(FieldProblem fault) {
        if (reported.contains(fault.path())) {
            return;
        }
        var field = scope.field(
                fault.path().isEmpty() ? resource.paramsField() : resource.paramsField() + "." + fault.path());
        var source = places.get(fault.path());
        var expression = fault.expression();
        if (source != null) {
            field.error(expression == null ? source.place() : source.placeAt(expression.offset()), fault.message());
        } else {
            field.error(ParameterProblems.placeOf(resource.params(), fault.path()), fault.message());
        }
    }

    private FieldTree.Branch tree(YamlNode.Mapping mapping, String path) {
        var fields = new LinkedHashMap<String, FieldTree>();
        for (var entry : mapping.entries()) {
            var inner = path.isEmpty() ? entry.name() : path + "." + entry.name();
            switch (entry.value()) {
                case YamlNode.Mapping nested -> fields.put(entry.name(), tree(nested, inner));
                case YamlNode.Scalar scalar -> {
                    if (!scalar.isNull()) {
                        places.put(inner, scalar.source());
                        places.putIfAbsent(Names.camelCase(inner), scalar.source());
                        fields.put(entry.name(), new FieldTree.Leaf(scalar.text()));
                    }
                }
                case YamlNode.Sequence list -> {
                    reported.add(inner);
                    reported.add(Names.camelCase(inner));
                    scope.field(resource.paramsField())
                            .field(inner)
                            .error(list.place(), "expected an expression or fields, not a list");
                }
            }
        }
        return new FieldTree.Branch(fields);
    }
}
