package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.expression.CompiledExpression;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes a share of all records. By default the request's id decides, as in Envoy, so that every rule and every host take
 * the same requests and traces stay whole; without an id, chance does.
 *
 * @param numerator how many of {@code denominator}
 * @param denominator at least 1
 * @param override of type INT64 or DOUBLE, in place of {@code numerator}; nothing is taken where it is absent; null: none
 * @param requestId the slot of the request's id; {@link #INDEPENDENT}: chance alone decides
 * @param chance a number from 0 to below its argument
 */
record RandomSampler(
        long numerator, int denominator, @Nullable CompiledExpression override, int requestId, IntUnaryOperator chance)
        implements ReportSampling.Sampler {
    static final int INDEPENDENT = -1;
    private static final int ID_DIGITS = 8;

    @Override
    public boolean takes(AttributeReader reader) {
        double share = numerator;
        if (override != null) {
            share = override.evaluate(reader) instanceof Number number ? number.doubleValue() : 0;
        }
        if (share <= 0) {
            return false;
        }
        return (requestId != INDEPENDENT && reader.read(requestId) instanceof String id && !id.isEmpty()
                        ? place(id)
                        : chance.applyAsInt(denominator))
                < share;
    }

    /** The first digits of a UUID as a number, which is what Envoy goes by; of any other text a hash. */
    private int place(String id) {
        if (id.length() >= ID_DIGITS) {
            try {
                return (int) (Long.parseLong(id, 0, ID_DIGITS, 16) % denominator);
            } catch (NumberFormatException e) {
                // Not a UUID: hashed below.
            }
        }
        return Math.floorMod(id.hashCode() * 0x9E3779B1, denominator);
    }
}
