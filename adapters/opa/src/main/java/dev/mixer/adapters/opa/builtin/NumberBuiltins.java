package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Ranges and random numbers. */
final class NumberBuiltins {
    private NumberBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                Builtin.of("numbers.range_step", NumberBuiltins::range),
                Builtin.of("rand.intn", NumberBuiltins::random));
    }

    /** From the first to the second, both included, up or down. */
    private static RegoValue range(RegoValue first, RegoValue last, RegoValue width, BuiltinContext context)
            throws BuiltinException {
        var from = Operands.big(first, 1);
        var to = Operands.big(last, 2);
        var step = Operands.big(width, 3);
        if (step.signum() <= 0) {
            throw new BuiltinException("argument 3 must be more than 0");
        }
        var count = to.subtract(from).abs().divide(step).add(BigInteger.ONE);
        Results.checkCount(count.bitLength() > 62 ? Long.MAX_VALUE : count.longValue(), context);
        var signed = from.compareTo(to) <= 0 ? step : step.negate();
        var numbers = new ArrayList<RegoValue>(count.intValue());
        var next = from;
        for (int i = count.intValue(); i > 0; i--) {
            numbers.add(RegoNumber.of(next));
            next = next.add(signed);
        }
        return Results.array(numbers, context);
    }

    /** From 0 to below the number; the same for the same arguments within a decision. */
    private static RegoValue random(RegoValue name, RegoValue bound, BuiltinContext context) throws BuiltinException {
        var key = new RegoString(Operands.string(name, 1));
        long given = Operands.whole(bound, 2);
        if (given == 0 || given == Long.MIN_VALUE) {
            return RegoNumber.of(0);
        }
        long size = Math.abs(given);
        return context.once(
                List.of("rand.intn", key, size),
                () -> RegoNumber.of(context.random().nextLong(size)));
    }
}
