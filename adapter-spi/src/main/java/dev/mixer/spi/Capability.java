package dev.mixer.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What a handler does with instances of one template. Whatever a function throws is counted as a failure of its handler
 * and answered by the handler's failure policy; so is a result of {@code null}. Functions are called by many threads at
 * once, under the host's time limit: one that takes longer is abandoned and its thread interrupted.
 *
 * @param <T> the template
 */
public sealed interface Capability<T extends Instance> {
    /** Judges at once. */
    record Check<T extends Instance>(CheckFunction<T> function) implements Capability<T> {
        public Check {
            requireNonNull(function, "function");
        }
    }

    /** Judges later. */
    record AsyncCheck<T extends Instance>(AsyncCheckFunction<T> function) implements Capability<T> {
        public AsyncCheck {
            requireNonNull(function, "function");
        }
    }

    /** Grants at once. */
    record Quota<T extends QuotaInstance>(QuotaFunction<T> function) implements Capability<T> {
        public Quota {
            requireNonNull(function, "function");
        }
    }

    /** Grants later. */
    record AsyncQuota<T extends QuotaInstance>(AsyncQuotaFunction<T> function) implements Capability<T> {
        public AsyncQuota {
            requireNonNull(function, "function");
        }
    }

    /** Records. */
    record Report<T extends ReportInstance>(ReportFunction<T> function) implements Capability<T> {
        public Report {
            requireNonNull(function, "function");
        }
    }

    /** Encodes records that the handler's {@link Sender} sends later. */
    record Deliver<T extends ReportInstance>(EncodeFunction<T> function) implements Capability<T> {
        public Deliver {
            requireNonNull(function, "function");
        }
    }

    /** Derives attributes. */
    record Attributes<T extends AttributesInstance<O>, O extends Record>(AttributesFunction<T, O> function)
            implements Capability<T> {
        public Attributes {
            requireNonNull(function, "function");
        }
    }

    /** Derives attributes later. */
    record AsyncAttributes<T extends AttributesInstance<O>, O extends Record>(AsyncAttributesFunction<T, O> function)
            implements Capability<T> {
        public AsyncAttributes {
            requireNonNull(function, "function");
        }
    }

    /** Judges one instance. */
    @FunctionalInterface
    interface CheckFunction<T extends Instance> {
        /** The answer; {@link CheckResult#NO_OPINION} where the handler has none. */
        CheckResult check(T instance) throws Exception;
    }

    /** Judges one instance without holding the caller's thread. */
    @FunctionalInterface
    interface AsyncCheckFunction<T extends Instance> {
        /** A stage that completes, from any thread, with the answer or with a failure. */
        CompletionStage<CheckResult> check(T instance) throws Exception;
    }

    /** Takes amounts from counters. */
    @FunctionalInterface
    interface QuotaFunction<T extends QuotaInstance> {
        /** One result for each request, in the same order. */
        List<QuotaResult> allocate(List<QuotaRequest<T>> requests) throws Exception;
    }

    /** Takes amounts from counters without holding the caller's thread. */
    @FunctionalInterface
    interface AsyncQuotaFunction<T extends QuotaInstance> {
        /** A stage that completes with one result for each request, in the same order. */
        CompletionStage<List<QuotaResult>> allocate(List<QuotaRequest<T>> requests) throws Exception;
    }

    /** Records instances. */
    @FunctionalInterface
    interface ReportFunction<T extends ReportInstance> {
        /**
         * Records all of {@code instances}, in order; several instances of one template may come mixed. An
         * {@link AdapterException} says whether a retry may help.
         */
        void report(List<Reported<T>> instances) throws Exception;
    }

    /** Encodes one record. */
    @FunctionalInterface
    interface EncodeFunction<T extends ReportInstance> {
        /**
         * The record as {@link Sender} will find it, perhaps days and a restart of the host later: whatever is needed to
         * send it, and a sign of the form where that may change with a new version of the adapter. Computes only: called on
         * the threads that take calls, it must not wait for anything. A record for which it throws is not accepted and counted as dropped.
         */
        byte[] encode(Reported<T> record) throws Exception;
    }

    /** Derives attributes from one instance. */
    @FunctionalInterface
    interface AttributesFunction<T extends AttributesInstance<O>, O extends Record> {
        /** What the instance yields; {@link AttributesResult#nothing} where there is nothing to derive. */
        AttributesResult<O> derive(T instance) throws Exception;
    }

    /** Derives attributes without holding the caller's thread. */
    @FunctionalInterface
    interface AsyncAttributesFunction<T extends AttributesInstance<O>, O extends Record> {
        /** A stage that completes, from any thread, with what the instance yields or with a failure. */
        CompletionStage<AttributesResult<O>> derive(T instance) throws Exception;
    }
}
