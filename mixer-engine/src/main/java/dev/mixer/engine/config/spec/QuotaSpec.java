package dev.mixer.engine.config.spec;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The spec of a {@code QuotaSpec}: what Mixer clients ask for which request.
 *
 * @param rules one after the other
 */
@Description("What Mixer clients ask for which request.")
public record QuotaSpec(@Description("One after the other.") List<Rule> rules) {
    /**
     * One rule.
     *
     * @param match any of these; none: every request
     * @param quotas what is asked for
     */
    public record Rule(
            @Description("Any of these; none: every request.")
            List<Match> match,

            @Description("What is asked for.") List<Quota> quotas) {}

    /**
     * All of these.
     *
     * @param clause attribute to what it must be
     */
    public record Match(
            @Description("Attribute to what it must be.") Map<String, StringMatch> clause) {}

    /**
     * Exactly one of three.
     *
     * @param exact the whole text
     * @param prefix its beginning
     * @param regex a pattern
     */
    public record StringMatch(
            @Description("The whole text.") @Nullable String exact,
            @Description("Its beginning.") @Nullable String prefix,
            @Description("A pattern.") @Nullable String regex) {
        public StringMatch {
            if (Stream.of(exact != null, prefix != null, regex != null)
                            .filter(given -> given)
                            .count()
                    != 1) {
                throw new IllegalArgumentException("needs exactly one of exact, prefix, regex");
            }
        }
    }

    /**
     * A quota with its amount.
     *
     * @param quota its name
     * @param charge more than 0
     */
    public record Quota(
            @Description("Its name.") String quota,
            @Description("More than 0.") @DefaultValue("1") long charge) {
        public Quota {
            if (charge < 1) {
                throw new IllegalArgumentException("charge must be at least 1");
            }
        }
    }
}
