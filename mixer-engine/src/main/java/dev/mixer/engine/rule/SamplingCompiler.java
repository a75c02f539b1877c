package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.spec.Sampling;
import dev.mixer.engine.expression.CompiledExpression;
import dev.mixer.engine.expression.Expression;
import dev.mixer.engine.expression.ExpressionException;
import dev.mixer.engine.expression.SymbolResolver;
import java.util.ArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Makes the samplers of one rule. */
final class SamplingCompiler {
    private final Slots slots;
    private final ProblemScope scope;

    SamplingCompiler(Slots slots, ProblemScope scope) {
        this.slots = slots;
        this.scope = scope;
    }

    ReportSampling compile(Sampling sampling) {
        var samplers = new ArrayList<ReportSampling.Sampler>();
        var random = sampling.random();
        if (random != null) {
            samplers.add(compile(random));
        }
        var rate = sampling.rateLimit();
        if (rate != null) {
            samplers.add(new RateSampler(
                    rate.samplingDuration().toNanos(),
                    rate.maxUnsampledEntries(),
                    rate.samplingRate(),
                    System::nanoTime));
        }
        return new ReportSampling(samplers);
    }

    private RandomSampler compile(Sampling.RandomSampling random) {
        var share = random.percentSampled();
        var headers = slots.vocabulary().require("request.headers");
        return new RandomSampler(
                share == null ? 0 : share.numerator(),
                (share == null ? Sampling.Denominator.HUNDRED : share.denominator()).value(),
                override(random),
                random.useIndependentRandomness() ? RandomSampler.INDEPENDENT : slots.slot(headers, "x-request-id"),
                bound -> ThreadLocalRandom.current().nextInt(bound));
    }

    private @Nullable CompiledExpression override(Sampling.RandomSampling random) {
        var source = random.attributeExpression();
        if (source == null || source.text().isBlank()) {
            return null;
        }
        var field = scope.field("random").field("attributeExpression");
        try {
            var checked = Expression.parse(source.text()).check(slots.vocabulary(), null, SymbolResolver.NONE);
            if (checked.type() != ValueType.INT64 && checked.type() != ValueType.DOUBLE) {
                field.error(source.place(), "is " + checked.type() + ", but a share is INT64 or DOUBLE");
                return null;
            }
            return checked.compile(slots);
        } catch (ExpressionException e) {
            e.problems().forEach(fault -> field.error(source.placeAt(fault.offset()), fault.message()));
            return null;
        }
    }
}
