package dev.mixer.engine.dispatch;

import static java.util.Objects.requireNonNull;

import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.rule.Snapshot;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A question to the engine.
 *
 * @param attributes makes the bag in terms of the vocabulary of the snapshot that will decide
 * @param deadline when the answer must be there, in the terms of {@link System#nanoTime}
 * @param quotas what amounts are asked for
 * @param explain whether the decision carries an explanation
 * @param trace what follows it
 */
public record Call(AttributeSource attributes, long deadline, Quotas quotas, boolean explain, CallTrace trace) {
    /** How long a call may take where its caller sets no deadline. */
    public static final long DEFAULT_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Makes a bag. */
    @FunctionalInterface
    public interface AttributeSource {
        /**
         * The call's attributes.
         *
         * @throws InvalidRequestException if the message contradicts itself or the vocabulary (contract C10)
         */
        AttributeBag bag(Vocabulary vocabulary) throws InvalidRequestException;

        /**
         * As {@link #bag(Vocabulary)}, for callers that need more of the configuration that will decide.
         *
         * @throws InvalidRequestException as there
         */
        default AttributeBag bag(Snapshot snapshot) throws InvalidRequestException {
            return bag(snapshot.slots().vocabulary());
        }
    }

    /** Which amounts are asked for when the checks are OK. */
    public sealed interface Quotas {
        /** None: the caller has no use for quotas. */
        record None() implements Quotas {}

        /** The quotas that the caller names, as Mixer's clients do. */
        record Named(List<Ask> asks, String dedupId) implements Quotas {
            public Named {
                asks = List.copyOf(asks);
                requireNonNull(dedupId, "dedupId");
            }
        }

        /** Each quota action of a matching rule, amount 1: of callers that know no names. */
        record EachOnce() implements Quotas {}

        /** One quota by the short name of its instance; the name has no case. */
        record Ask(String name, long amount, boolean bestEffort) {}
    }

    public Call {
        requireNonNull(attributes, "attributes");
        requireNonNull(quotas, "quotas");
        requireNonNull(trace, "trace");
    }

    /** A call that nobody follows. */
    public Call(AttributeSource attributes, long deadline, Quotas quotas, boolean explain) {
        this(attributes, deadline, quotas, explain, CallTrace.NONE);
    }

    /** A check with a deadline far away, no quotas, no explanation. */
    public static Call of(AttributeBag bag) {
        return new Call(_ -> bag, System.nanoTime() + DEFAULT_PATIENCE_NANOS, new Quotas.None(), false);
    }

    /** This call, explained. */
    public Call explained() {
        return new Call(attributes, deadline, quotas, true, trace);
    }
}
