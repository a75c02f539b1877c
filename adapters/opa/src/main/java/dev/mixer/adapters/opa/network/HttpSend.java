package dev.mixer.adapters.opa.network;

import dev.mixer.adapters.opa.builtin.BuiltinContext;
import dev.mixer.adapters.opa.builtin.BuiltinException;
import dev.mixer.adapters.opa.builtin.Builtins;
import dev.mixer.adapters.opa.builtin.DecisionEndedException;
import dev.mixer.adapters.opa.builtin.HttpRequestFields;
import dev.mixer.adapters.opa.builtin.Rehearsal;
import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The builtin {@code http.send}. The same request is asked once in a decision, whatever comes of it. Safe for all threads. */
final class HttpSend implements AutoCloseable {
    /** As in OPA. */
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(5);

    private static final long FIRST_PAUSE_MILLIS = 100;

    private final NetworkSettings settings;
    private final Builtins values;
    private final Exchange exchange;
    private final AnswerCache cache;

    /** @param values the builtins that read YAML and durations */
    HttpSend(NetworkSettings settings, Builtins values) {
        this.settings = settings;
        this.values = values;
        exchange = new Exchange(settings);
        cache = new AnswerCache(settings.cacheBytes());
    }

    /** What came of a request in this decision. */
    private static final class Outcome {
        private @Nullable Answer answer;
        private @Nullable RequestFailedException failure;
    }

    /** Loads what a client needs; opens no connection. */
    void warmUp() {
        exchange.warmUp();
    }

    RegoValue call(RegoValue argument, BuiltinContext context) throws BuiltinException {
        if (Rehearsal.isRunning()) {
            throw new BuiltinException("servers are not asked while a policy is warmed up");
        }
        if (!(argument instanceof RegoObject fields)) {
            throw new BuiltinException(
                    "argument 1 must be an object, not " + argument.type().word());
        }
        boolean raise = fields.get("raise_error") == null || raises(fields);
        try {
            try {
                HttpRequestFields.check(fields, 1);
            } catch (BuiltinException e) {
                throw RequestFailedException.refused(String.valueOf(e.getMessage()));
            }
            var request = SendRequest.read(fields);
            return value(request, answer(request, fields, context), context);
        } catch (RequestFailedException e) {
            if (raise) {
                throw new BuiltinException(String.valueOf(e.getMessage()), e);
            }
            return AnswerValue.of(e);
        }
    }

    private static boolean raises(RegoObject fields) throws BuiltinException {
        try {
            return SendRequest.flag(fields, "raise_error");
        } catch (RequestFailedException e) {
            throw new BuiltinException(String.valueOf(e.getMessage()), e);
        }
    }

    private Answer answer(SendRequest request, RegoObject fields, BuiltinContext context)
            throws RequestFailedException, BuiltinException {
        var outcome = context.once(List.of("http.send", request.key()), Outcome::new);
        if (outcome.answer == null && outcome.failure == null) {
            var now = Instant.EPOCH.plusNanos(context.nowNanos());
            var kept = request.kept() ? cache.find(request.key(), now) : null;
            if (kept != null) {
                outcome.answer = kept;
                return kept;
            }
            var limit = limit(fields, context);
            try {
                outcome.answer = ask(request, limit, context);
                cache.keep(request, outcome.answer, now);
            } catch (RequestFailedException e) {
                outcome.failure = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                context.checkpoint(); // ends the decision
                throw new DecisionEndedException("was interrupted");
            }
        }
        if (outcome.failure != null) {
            throw outcome.failure;
        }
        return Objects.requireNonNull(outcome.answer);
    }

    private Answer ask(SendRequest request, Duration limit, BuiltinContext context)
            throws RequestFailedException, InterruptedException {
        for (int attempt = 0; ; attempt++) {
            context.checkpoint();
            int calls = context.once(List.of("http.send", "calls"), AtomicInteger::new)
                    .incrementAndGet();
            if (calls > settings.calls()) {
                // Were it undefined, a rule that denies could fall silent.
                throw new DecisionEndedException("asks servers more than " + settings.calls() + " times");
            }
            try {
                return exchange.ask(request, limit);
            } catch (RequestFailedException e) {
                if (!e.isNetwork() || attempt >= request.retries()) {
                    throw e;
                }
                Thread.sleep(FIRST_PAUSE_MILLIS << attempt);
            }
        }
    }

    /** What the policy asks for, as far as the handler allows it: nanoseconds, or a duration such as {@code 1s}. */
    private Duration limit(RegoObject fields, BuiltinContext context) throws RequestFailedException, BuiltinException {
        var asked = USUAL_TIMEOUT;
        var timeout = fields.get("timeout");
        if (timeout != null) {
            var nanos = timeout instanceof RegoString(var text) && !text.matches("-?[0-9]+")
                    ? read("time.parse_duration_ns", timeout, context)
                    : timeout instanceof RegoString(var digits) ? RegoNumber.parse(digits) : timeout;
            long whole = nanos instanceof RegoNumber number ? number.asLong().orElse(-1) : -1;
            if (whole < 0) {
                throw RequestFailedException.refused("timeout must be nanoseconds or a duration");
            }
            asked = whole == 0 ? asked : Duration.ofNanos(whole); // 0 is no limit in OPA
        }
        return asked.compareTo(settings.timeout()) < 0 ? asked : settings.timeout();
    }

    private RegoValue read(String builtin, RegoValue argument, BuiltinContext context) throws BuiltinException {
        var reader = Objects.requireNonNull(values.find(builtin), builtin);
        var value = reader.call(List.of(argument), context);
        return value == null ? RegoNull.NULL : value;
    }

    private RegoValue value(SendRequest request, Answer answer, BuiltinContext context) {
        var text = new String(answer.body(), StandardCharsets.UTF_8);
        return AnswerValue.of(answer, text, body(request, answer, text, context));
    }

    /** A body that cannot be read is null. */
    private RegoValue body(SendRequest request, Answer answer, String text, BuiltinContext context) {
        var type = answer.header("content-type");
        var bare = type.split(";", 2)[0].strip();
        try {
            if (request.json() || bare.matches("(?i)application/(json|[^/]*\\+json)")) {
                return Json.parse(text);
            }
            if (request.yaml() || type.contains("application/yaml") || type.contains("application/x-yaml")) {
                return read("yaml.unmarshal", RegoValue.of(text), context);
            }
        } catch (MalformedValueException | BuiltinException e) {
            return RegoNull.NULL;
        }
        return RegoNull.NULL;
    }

    @Override
    public void close() {
        exchange.close();
    }
}
