package dev.mixer.adapters.quota;

import dev.mixer.spi.DurationText;
import dev.mixer.spi.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Finds all that is wrong with the quotas of a configuration, each with its place. */
public final class QuotaProblems {
    /** Ten years: far beyond any use, and far from where nanoseconds since 1970 overflow. */
    static final Duration LONGEST = Duration.ofDays(3653);

    /** How many buckets a rolling window may have: a bound on the memory and the time that one counter costs. */
    static final long MOST_BUCKETS = 1000;

    private final Algorithm usual;
    private final List<Problem> found = new ArrayList<>();

    private QuotaProblems(Algorithm usual) {
        this.usual = usual;
    }

    /**
     * The problems of {@code quotas}, at paths that begin with {@code quotas}.
     *
     * @param usual the algorithm where a quota names none
     */
    public static List<Problem> of(List<QuotaDefinition> quotas, Algorithm usual) {
        var problems = new QuotaProblems(usual);
        var names = new HashSet<InstanceName>();
        for (int i = 0; i < quotas.size(); i++) {
            var place = "quotas[" + i + "]";
            var name = InstanceName.of(quotas.get(i).name());
            if (name.name().isEmpty()) {
                problems.error(place + ".name", "is empty");
            } else if (!names.add(name)) {
                problems.error(place + ".name", name + " has a limit already");
            }
            problems.check(quotas.get(i), place);
        }
        return problems.found;
    }

    private void check(QuotaDefinition quota, String place) {
        amount(quota.maxAmount(), place);
        duration(quota.validDuration(), place + ".validDuration");
        bucket(quota, quota.validDuration(), place + ".bucketDuration");
        boolean always = false;
        for (int i = 0; i < quota.overrides().size(); i++) {
            var override = quota.overrides().get(i);
            var at = place + ".overrides[" + i + "]";
            amount(override.maxAmount(), at);
            if (override.validDuration().isPresent()) {
                var valid = override.validDuration().get();
                duration(valid, at + ".validDuration");
                bucket(quota, valid, at + ".validDuration");
            }
            if (always) {
                found.add(Problem.warning(at, "never counts: an override before it has no dimensions and always does"));
            } else if (override.dimensions().isEmpty()) {
                found.add(Problem.warning(at + ".dimensions", "is empty, so that this override always counts"));
                always = true;
            }
        }
    }

    private void amount(long amount, String place) {
        if (amount < 1 || amount > Limit.MOST) {
            error(place + ".maxAmount", amount + " is not in 1 to " + Limit.MOST);
        }
    }

    private void duration(Duration duration, String place) {
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            error(place, DurationText.of(duration) + " is not in 0s to " + DurationText.of(LONGEST));
        }
    }

    private void bucket(QuotaDefinition quota, Duration valid, String place) {
        var bucket = quota.bucketDuration();
        if (bucket.isNegative()) {
            error(place, DurationText.of(bucket) + " is negative");
            return;
        }
        boolean rolls = quota.rateLimitAlgorithm().orElse(usual) == Algorithm.ROLLING_WINDOW;
        if (!rolls || bucket.isZero() || !valid.isPositive()) {
            return;
        }
        if (bucket.compareTo(valid) > 0) {
            error(
                    place,
                    "bucketDuration " + DurationText.of(bucket) + " is longer than validDuration "
                            + DurationText.of(valid));
        } else if (bucket.multipliedBy(MOST_BUCKETS).compareTo(valid) < 0) {
            error(
                    place,
                    "bucketDuration " + DurationText.of(bucket) + " divides validDuration " + DurationText.of(valid)
                            + " into more than " + MOST_BUCKETS + " buckets");
        }
    }

    private void error(String place, String message) {
        found.add(Problem.error(place, message));
    }
}
