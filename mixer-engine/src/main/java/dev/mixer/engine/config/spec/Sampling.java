package dev.mixer.engine.config.spec;

import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which reports of a rule are passed on: those that both forms take. Checks and quotas are never sampled.
 *
 * @param random a share of them; null: all
 * @param rateLimit so many in a time; null: all
 */
@Description("Which reports of a rule are passed on: those that both forms take.")
public record Sampling(
        @Description("A share of them; absent: all.") @Nullable
        RandomSampling random,

        @Description("So many in a time; absent: all.") @Nullable
        RateLimitSampling rateLimit) {
    /**
     * A share of all.
     *
     * @param attributeExpression of type INT64 or DOUBLE, in place of the share's numerator; nothing is taken where it has
     *     no value; null: the share as it is
     * @param percentSampled the share; null: 0 of 100
     * @param useIndependentRandomness whether chance decides although the request has an id; by default the header
     *     {@code x-request-id} does, so that all rules and hosts take the same requests
     */
    public record RandomSampling(
            @Description(
                    "Of type INT64 or DOUBLE, in place of the share's numerator; nothing is taken where it has no value; absent: the share as it is.")
            @Nullable
            SourceText attributeExpression,

            @Description("The share; absent: 0 of 100.") @Nullable
            Share percentSampled,

            @Description(
                    "Whether chance decides although the request has an id; by default the header x-request-id does, so that all rules and hosts take the same requests.")
            @DefaultValue("false")
            boolean useIndependentRandomness) {}

    /**
     * A fraction.
     *
     * @param numerator at least 0, at most the denominator
     * @param denominator of what
     */
    public record Share(
            @Description("At least 0, at most the denominator.") @DefaultValue("0")
            long numerator,

            @Description("Of what.") @DefaultValue("HUNDRED")
            Denominator denominator) {
        public Share {
            if (numerator < 0 || numerator > denominator.value()) {
                throw new IllegalArgumentException(
                        "numerator " + numerator + " must lie between 0 and " + denominator.value());
            }
        }
    }

    /** What fractions count in. */
    public enum Denominator {
        HUNDRED(100),
        TEN_THOUSAND(10_000);

        private final int value;

        Denominator(int value) {
            this.value = value;
        }

        /** The number. */
        public int value() {
            return value;
        }
    }

    /**
     * The first entries of each time, then one of so many.
     *
     * @param samplingDuration the length of one time, more than 0
     * @param maxUnsampledEntries how many pass before sampling begins
     * @param samplingRate of those after, every how-many-th passes; 0: none
     */
    public record RateLimitSampling(
            @Description("The length of one time, more than 0.")
            Duration samplingDuration,

            @Description("How many pass before sampling begins.") @DefaultValue("0")
            long maxUnsampledEntries,

            @Description("Of those after, every how-many-th passes; 0: none.") @DefaultValue("0")
            long samplingRate) {
        public RateLimitSampling {
            if (samplingDuration.isNegative() || samplingDuration.isZero()) {
                throw new IllegalArgumentException("samplingDuration must be more than 0");
            }
            if (maxUnsampledEntries < 0 || samplingRate < 0) {
                throw new IllegalArgumentException("maxUnsampledEntries and samplingRate must not be negative");
            }
        }
    }
}
