package dev.mixer.server.trace;

import dev.mixer.engine.dispatch.CallTrace;
import dev.mixer.engine.dispatch.Decision;
import dev.mixer.spi.Status;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The span of one call and, below it, one for each question to a handler. Holds nothing of the request but what the operator
 * configured: names of rules, policies and handlers. Safe for use by many threads.
 */
public final class CallSpan implements CallTrace {
    private static final AttributeKey<String> STATUS = AttributeKey.stringKey("mixer.status");
    private static final AttributeKey<String> POLICY = AttributeKey.stringKey("mixer.policy");
    private static final AttributeKey<String> REVISION = AttributeKey.stringKey("mixer.revision");
    private static final AttributeKey<List<String>> RULES = AttributeKey.stringArrayKey("mixer.rules");
    private static final AttributeKey<Long> RECORDS = AttributeKey.longKey("mixer.records");
    private static final AttributeKey<String> HANDLER = AttributeKey.stringKey("mixer.handler");
    private static final AttributeKey<String> ADAPTER = AttributeKey.stringKey("mixer.adapter");
    private static final AttributeKey<String> CAPABILITY = AttributeKey.stringKey("mixer.capability");

    private final Tracer tracer;
    private final Span span;

    CallSpan(Tracer tracer, Span span) {
        this.tracer = tracer;
        this.span = span;
    }

    /** Tells more of the call, by the names of OpenTelemetry's conventions. */
    public CallSpan with(String name, String value) {
        span.setAttribute(name, value);
        return this;
    }

    /** As {@link #with(String, String)}. */
    public CallSpan with(String name, long value) {
        span.setAttribute(name, value);
        return this;
    }

    /** The call is answered. */
    public void end(@Nullable String error) {
        if (error != null) {
            span.setStatus(StatusCode.ERROR, error);
        }
        span.end();
    }

    @Override
    public Step asked(String handler, String adapter, String capability) {
        var step = tracer.spanBuilder(capability + " " + handler)
                .setParent(Context.root().with(span))
                .setSpanKind(SpanKind.INTERNAL)
                .setAttribute(HANDLER, handler)
                .setAttribute(ADAPTER, adapter)
                .setAttribute(CAPABILITY, capability)
                .startSpan();
        return (status, failure) -> {
            if (status != null) {
                step.setAttribute(STATUS, status.code().name());
            }
            if (failure != null) {
                step.setStatus(StatusCode.ERROR, failure);
            }
            step.end();
        };
    }

    @Override
    public void decided(Decision decision) {
        span.setAttribute(STATUS, decision.status().code().name());
        span.setAttribute(REVISION, decision.revision());
        if (!decision.rules().isEmpty()) {
            span.setAttribute(RULES, decision.rules());
        }
        var policy = decision.policies().policy();
        if (!policy.isEmpty()) {
            span.setAttribute(POLICY, policy);
        }
    }

    @Override
    public void reported(int records, Status status) {
        span.setAttribute(RECORDS, (long) records);
        span.setAttribute(STATUS, status.code().name());
    }
}
