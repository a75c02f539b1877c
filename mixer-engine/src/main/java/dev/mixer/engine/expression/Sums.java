package dev.mixer.engine.expression;

import dev.mixer.engine.attribute.ValueType;
import java.util.List;

/** Compiles {@code +}. INT64 wraps around on overflow, as Go's int64 does. */
final class Sums {
    private Sums() {}

    static Value of(ValueType type, List<Value> operands) {
        var values = operands.toArray(Value[]::new);
        return switch (type) {
            case INT64 -> longs(values);
            case DOUBLE -> doubles(values);
            default -> texts(values);
        };
    }

    private static Value longs(Value[] values) {
        return reader -> {
            long sum = 0;
            for (var value : values) {
                var found = value.of(reader);
                if (found == null) {
                    return null;
                }
                sum += (Long) found;
            }
            return sum;
        };
    }

    private static Value doubles(Value[] values) {
        return reader -> {
            double sum = -0.0; // the neutral element of addition, unlike 0.0
            for (var value : values) {
                var found = value.of(reader);
                if (found == null) {
                    return null;
                }
                sum += (Double) found;
            }
            return sum;
        };
    }

    private static Value texts(Value[] values) {
        return reader -> {
            var sum = new StringBuilder();
            for (var value : values) {
                var found = value.of(reader);
                if (found == null) {
                    return null;
                }
                sum.append((String) found);
            }
            return sum.toString();
        };
    }
}
