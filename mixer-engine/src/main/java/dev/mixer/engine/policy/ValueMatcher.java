package dev.mixer.engine.policy;

import dev.mixer.engine.expression.Condition;
import dev.mixer.engine.expression.Probe;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One value of a policy, held against a value of a call. The policy's value may be a pattern, the call's never is (C4). */
sealed interface ValueMatcher {
    boolean matches(Object value);

    /** What an index may know: true whenever a probe's value matches. */
    default Condition condition(Probe probe) {
        return new Condition.Opaque();
    }

    /** The same value. */
    record Equal(Object constant) implements ValueMatcher {
        @Override
        public boolean matches(Object value) {
            return constant.equals(value);
        }

        @Override
        public Condition condition(Probe probe) {
            return new Condition.Test(probe, Condition.Operator.EQUALS, constant);
        }
    }

    /** A text that begins so: {@code prefix*}. */
    record Prefix(String prefix) implements ValueMatcher {
        @Override
        public boolean matches(Object value) {
            return value instanceof String text && text.startsWith(prefix);
        }

        @Override
        public Condition condition(Probe probe) {
            return new Condition.Test(probe, Condition.Operator.PREFIX, prefix);
        }
    }

    /** A text that ends so: {@code *suffix}. */
    record Suffix(String suffix) implements ValueMatcher {
        @Override
        public boolean matches(Object value) {
            return value instanceof String text && text.endsWith(suffix);
        }

        @Override
        public Condition condition(Probe probe) {
            return new Condition.Test(probe, Condition.Operator.SUFFIX, suffix);
        }
    }

    /** Any value that is not empty: {@code *}. */
    record Present() implements ValueMatcher {
        @Override
        public boolean matches(Object value) {
            return !(value instanceof String text) || !text.isEmpty();
        }
    }

    /** An address within a range. */
    record InRange(AddressRange range) implements ValueMatcher {
        @Override
        public boolean matches(Object value) {
            return value instanceof java.net.InetAddress address && range.contains(address);
        }
    }

    /** A text that a pattern of ours describes as a whole; the pattern has no nested repetition, so it takes linear time. */
    record Shape(Pattern pattern) implements ValueMatcher {
        @Override
        public boolean matches(Object value) {
            Matcher matcher = value instanceof String text ? pattern.matcher(text) : null;
            return matcher != null && matcher.matches();
        }
    }

    /**
     * {@code *}, {@code prefix*}, {@code *suffix} or the text itself, as Istio reads it.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    static ValueMatcher ofText(String text) {
        if (text.equals("*")) {
            return new Present();
        }
        if (text.startsWith("*") && text.endsWith("*")) {
            // Istio takes the first star for a letter, so that such a value never matches what was meant.
            throw new IllegalArgumentException("'" + text + "' has two *; one counts, at the beginning or at the end");
        }
        if (text.endsWith("*")) {
            return new Prefix(text.substring(0, text.length() - 1));
        }
        return text.startsWith("*") ? new Suffix(text.substring(1)) : new Equal(text);
    }
}
