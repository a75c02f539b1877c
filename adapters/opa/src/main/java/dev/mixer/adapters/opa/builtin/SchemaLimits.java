package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoBoolean;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoValue;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The keywords of a schema that bound sizes and numbers. */
final class SchemaLimits {
    private SchemaLimits() {}

    static void least(
            RegoObject keywords,
            String keyword,
            int size,
            String field,
            String type,
            String text,
            SchemaErrors errors) {
        if (keywords.get(keyword) instanceof RegoNumber least && least.compareTo(RegoNumber.of(size)) > 0) {
            errors.add(type, field, text.replace("%d", least.text()));
        }
    }

    static void most(
            RegoObject keywords,
            String keyword,
            int size,
            String field,
            String type,
            String text,
            SchemaErrors errors) {
        if (keywords.get(keyword) instanceof RegoNumber most && most.compareTo(RegoNumber.of(size)) < 0) {
            errors.add(type, field, text.replace("%d", most.text()));
        }
    }

    static void unique(List<RegoValue> elements, String field, SchemaErrors errors) {
        var seen = new HashMap<RegoValue, Integer>();
        for (int i = 0; i < elements.size(); i++) {
            var before = seen.put(elements.get(i), i);
            if (before != null) {
                errors.add("unique", field, String.format(Locale.ROOT, "array items[%d,%d] must be unique", before, i));
            }
        }
    }

    static void number(RegoObject keywords, RegoNumber number, String field, SchemaErrors errors)
            throws BuiltinException {
        if (keywords.get("multipleOf") instanceof RegoNumber step && !isMultiple(number, step)) {
            errors.add("multiple_of", field, "Must be a multiple of " + text(step));
        }
        upper(keywords, number, field, errors);
        lower(keywords, number, field, errors);
    }

    /** In draft 4 a bound is made exclusive by a boolean, later it is a bound of its own. */
    private static void upper(RegoObject keywords, RegoNumber number, String field, SchemaErrors errors) {
        var exclusive = keywords.get("exclusiveMaximum");
        boolean draft4 = RegoBoolean.TRUE.equals(exclusive);
        if (!draft4 && keywords.get("maximum") instanceof RegoNumber most && number.compareTo(most) > 0) {
            errors.add("number_lte", field, "Must be less than or equal to " + text(most));
        }
        if (bound(keywords.get("maximum"), exclusive) instanceof RegoNumber most && number.compareTo(most) >= 0) {
            errors.add("number_lt", field, "Must be less than " + text(most));
        }
    }

    private static void lower(RegoObject keywords, RegoNumber number, String field, SchemaErrors errors) {
        var exclusive = keywords.get("exclusiveMinimum");
        boolean draft4 = RegoBoolean.TRUE.equals(exclusive);
        if (!draft4 && keywords.get("minimum") instanceof RegoNumber least && number.compareTo(least) < 0) {
            errors.add("number_gte", field, "Must be greater than or equal to " + text(least));
        }
        if (bound(keywords.get("minimum"), exclusive) instanceof RegoNumber least && number.compareTo(least) <= 0) {
            errors.add("number_gt", field, "Must be greater than " + text(least));
        }
    }

    private static @Nullable RegoValue bound(@Nullable RegoValue inclusive, @Nullable RegoValue exclusive) {
        return RegoBoolean.TRUE.equals(exclusive) ? inclusive : exclusive;
    }

    private static boolean isMultiple(RegoNumber number, RegoNumber step) throws BuiltinException {
        var divisor = step.asDecimal();
        var dividend = number.asDecimal();
        if (divisor.signum() <= 0 || Math.abs((long) dividend.scale() - divisor.scale()) > 1_000) {
            throw new BuiltinException("multipleOf must be more than 0 and near to the numbers that it is for");
        }
        return dividend.remainder(divisor).signum() == 0;
    }

    private static String text(RegoNumber number) {
        var decimal = number.asDecimal();
        return decimal.precision() > 20 || Math.abs((long) decimal.scale()) > 10 ? number.text() : plain(decimal);
    }

    private static String plain(BigDecimal decimal) {
        return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }
}
