package dev.mixer.engine.template;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.EvaluationFault;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.spi.Instance;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes instances of one template from the expressions of one configured instance. Immutable. */
public final class InstanceBuilder {
    private final Class<? extends Instance> template;
    private final RecordMaker maker;

    private InstanceBuilder(Class<? extends Instance> template, RecordMaker maker) {
        this.template = template;
        this.maker = maker;
    }

    /** What came of compiling an instance: a builder, or why there is none. */
    public sealed interface Result {
        /** It can be built. */
        record Built(InstanceBuilder builder) implements Result {}

        /** It cannot; at least one problem. */
        record Failed(List<FieldProblem> problems) implements Result {
            public Failed {
                problems = List.copyOf(problems);
            }
        }
    }

    /**
     * Compiles the fields of an instance.
     *
     * @param slots grows by what the expressions read
     */
    public static Result compile(Class<? extends Instance> template, FieldTree.Branch fields, Slots slots) {
        var problems = new ArrayList<FieldProblem>();
        var maker = new FieldCompiler(slots, problems).record(template.asSubclass(Record.class), fields, "");
        return problems.isEmpty() && maker != null
                ? new Result.Built(new InstanceBuilder(template, maker))
                : new Result.Failed(problems);
    }

    /** The template of the instances. */
    public Class<? extends Instance> template() {
        return template;
    }

    /** An instance for a call, or null where an expression has no value: then the reader's fault says why. */
    public @Nullable Instance build(AttributeReader reader) {
        return (Instance) maker.of(reader);
    }

    /** Calls a record's constructor with the values of its components. */
    static final class RecordMaker implements FieldValue {
        private final MethodHandle constructor;
        private final FieldValue[] components;

        RecordMaker(MethodHandle constructor, FieldValue[] components) {
            this.constructor = constructor;
            this.components = components;
        }

        @Override
        public @Nullable Object of(AttributeReader reader) {
            var values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                var value = components[i].of(reader);
                if (value == null) {
                    return null;
                }
                values[i] = value;
            }
            try {
                return constructor.invokeExact(values);
            } catch (Throwable e) {
                // The record's own checks: a value of the call does not fit the template.
                return reader.fail(new EvaluationFault(e.getMessage() == null ? e.toString() : e.getMessage()));
            }
        }
    }
}
