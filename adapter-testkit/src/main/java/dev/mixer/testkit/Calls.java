package dev.mixer.testkit;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AttributesInstance;
import dev.mixer.spi.AttributesResult;
import dev.mixer.spi.Capability;
import dev.mixer.spi.CheckInstance;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.QuotaInstance;
import dev.mixer.spi.QuotaRequest;
import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.ReportInstance;
import dev.mixer.spi.Reported;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Calls handlers as the engine does; waits for those that answer later. */
public final class Calls {
    private static final long LIMIT_SECONDS = 10;
    private static final long RUN = new SecureRandom().nextLong();
    private static final AtomicLong NUMBER = new AtomicLong();

    private Calls() {}

    /** Asks for a judgement. */
    public static <T extends CheckInstance<?>> CheckResult check(Handler handler, T instance) throws Exception {
        return switch (capability(handler, instance)) {
            case Capability.Check<T>(var function) -> function.check(instance);
            case Capability.AsyncCheck<T>(var function) -> await(function.check(instance));
            case Capability<T> other -> throw unexpected("check", other);
        };
    }

    /** Asks for an amount, all or nothing. */
    public static <T extends QuotaInstance> QuotaResult quota(Handler handler, T instance, long amount)
            throws Exception {
        return quota(handler, new QuotaRequest<>(instance, "quota.default", amount, false, ""));
    }

    /** Asks for an amount. */
    public static <T extends QuotaInstance> QuotaResult quota(Handler handler, QuotaRequest<T> request)
            throws Exception {
        var requests = List.of(request);
        return switch (capability(handler, request.instance())) {
            case Capability.Quota<T>(var function) ->
                function.allocate(requests).getFirst();
            case Capability.AsyncQuota<T>(var function) ->
                await(function.allocate(requests)).getFirst();
            case Capability<T> other -> throw unexpected("quota", other);
        };
    }

    /** Hands over instances under one name. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <T extends ReportInstance> void report(Handler handler, String instanceName, T... instances)
            throws Exception {
        report(
                handler,
                java.util.Arrays.stream(instances)
                        .map(instance -> new Reported<>(instanceName, instance))
                        .toList());
    }

    /** Hands over instances, at least one. */
    public static <T extends ReportInstance> void report(Handler handler, List<Reported<T>> instances)
            throws Exception {
        switch (capability(handler, instances.getFirst().instance())) {
            case Capability.Report<T>(var function) -> function.report(instances);
            case Capability.Deliver<T>(var function) -> send(handler, encode(function, instances));
            case Capability<T> other -> throw unexpected("report", other);
        }
    }

    /** Sends a batch as the host does, by one thread at a time; that the backend left something is a failure. */
    public static void send(Handler handler, List<Parcel> batch) throws Exception {
        var sender = handler.sender().orElseThrow();
        synchronized (sender) {
            var unsent = sender.send(batch).unsent();
            if (!unsent.isEmpty()) {
                throw AdapterException.permanent("not sent: " + unsent, null);
            }
        }
    }

    /** What the host keeps of a record until it is sent. */
    public static <T extends ReportInstance> Parcel parcel(Handler handler, String instanceName, T instance)
            throws Exception {
        return switch (capability(handler, instance)) {
            case Capability.Deliver<T>(var function) ->
                encode(function, List.of(new Reported<>(instanceName, instance)))
                        .getFirst();
            case Capability<T> other -> throw unexpected("delivery", other);
        };
    }

    private static <T extends ReportInstance> List<Parcel> encode(
            Capability.EncodeFunction<T> function, List<Reported<T>> instances) throws Exception {
        var parcels = new ArrayList<Parcel>(instances.size());
        for (var instance : instances) {
            var id = "%016x%016x".formatted(RUN, NUMBER.incrementAndGet());
            parcels.add(new Parcel(id, Instant.now(), function.encode(instance)));
        }
        return parcels;
    }

    /** Derives attributes. */
    @SuppressWarnings("unchecked") // the capability was looked up by the instance's class
    public static <T extends AttributesInstance<O>, O extends Record> AttributesResult<O> derive(
            Handler handler, T instance) throws Exception {
        return switch (capability(handler, instance)) {
            case Capability.Attributes<?, ?>(var function) ->
                ((Capability.AttributesFunction<T, O>) function).derive(instance);
            case Capability.AsyncAttributes<?, ?>(var function) ->
                await(((Capability.AsyncAttributesFunction<T, O>) function).derive(instance));
            case Capability<T> other -> throw unexpected("attributes", other);
        };
    }

    /** Calls the handler with an instance of any variety, under the name given. */
    static void any(Handler handler, String instanceName, Instance instance) throws Exception {
        switch (instance) {
            case CheckInstance<?> check -> check(handler, check);
            case QuotaInstance quota -> quota(handler, quota, 1);
            case ReportInstance report -> report(handler, instanceName, report);
            case AttributesInstance<?> attributes -> derive(handler, attributes);
        }
    }

    @SuppressWarnings("unchecked") // an object's class is the class of that object
    private static <T extends Instance> Capability<T> capability(Handler handler, T instance) {
        var template = (Class<T>) instance.getClass();
        return handler.capability(template)
                .orElseThrow(() -> new AssertionError("the handler does not serve " + template.getSimpleName()));
    }

    private static <R> R await(CompletionStage<R> stage) throws Exception {
        try {
            return stage.toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static AssertionError unexpected(String wanted, Capability<?> found) {
        return new AssertionError(
                "wanted a " + wanted + ", found " + found.getClass().getSimpleName());
    }
}
