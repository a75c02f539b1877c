package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.expression.Expression;
import dev.mixer.engine.expression.ExpressionException;
import dev.mixer.engine.expression.SymbolResolver;
import dev.mixer.engine.spelling.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks and compiles the {@code attributeBindings} of one attribute producer's instance. */
final class BindingCompiler {
    /** Canonical or computed by the host: a value from elsewhere would get around contracts C1 and C2. */
    private static final Set<String> FIXED =
            Set.of("request.path", "request.raw_path", "request.url_path", "request.query_params", "request.host");

    private final Slots slots;
    private final SymbolResolver output;
    private final ProblemScope scope;

    /**
     * A compiler for one instance.
     *
     * @param output knows {@code $out.FIELD}
     * @param scope of the field {@code attributeBindings}
     */
    BindingCompiler(Slots slots, SymbolResolver output, ProblemScope scope) {
        this.slots = slots;
        this.output = output;
        this.scope = scope;
    }

    List<AttributeBinding> compile(Map<String, SourceText> bindings) {
        var compiled = new ArrayList<AttributeBinding>();
        bindings.forEach((name, source) -> compile(name, source, compiled));
        return compiled;
    }

    private void compile(String name, SourceText source, List<AttributeBinding> compiled) {
        var field = scope.key(name);
        var attribute = slots.vocabulary().get(name);
        if (attribute == null) {
            var names = slots.vocabulary().attributes().stream()
                    .map(each -> each.name())
                    .toList();
            field.error(source.place(), "unknown attribute" + DidYouMean.hint(name, names));
            return;
        }
        if (FIXED.contains(name)) {
            field.error(source.place(), "is always the request's own and cannot be bound");
            return;
        }
        try {
            compiled.add(new AttributeBinding(
                    attribute,
                    Expression.parse(source.text())
                            .check(slots.vocabulary(), attribute.type(), output)
                            .compile(slots)));
        } catch (ExpressionException e) {
            e.problems().forEach(fault -> field.error(source.placeAt(fault.offset()), fault.message()));
        }
    }
}
