package dev.mixer.server.trace;

import dev.mixer.engine.dispatch.CallTrace;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Follows calls of the gRPC port that are one question and one answer. What traces others is not traced itself. */
public final class TracedCalls implements ServerInterceptor {
    private static final Context.Key<CallTrace> KEY = Context.key("mixer-call-trace");

    /** Health checks come every second; spans about taking in spans would never end. */
    private static final Set<String> UNTRACED = Set.of("grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection");

    private static final String TELEMETRY = "opentelemetry.proto.collector.";

    private final HostTracing tracing;

    /** Follows calls by these means. */
    public TracedCalls(HostTracing tracing) {
        this.tracing = tracing;
    }

    /** What follows the gRPC call that this thread is in; ask before work goes to another thread. */
    public static CallTrace current() {
        var trace = KEY.get();
        return trace == null ? CallTrace.NONE : trace;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        var method = call.getMethodDescriptor();
        var service = String.valueOf(method.getServiceName());
        if (method.getType() != MethodType.UNARY || UNTRACED.contains(service) || service.startsWith(TELEMETRY)) {
            return next.startCall(call, headers);
        }
        var span = tracing.begin(method.getFullMethodName(), headers, HeaderGetter.INSTANCE);
        if (span == null) {
            return next.startCall(call, headers);
        }
        span.with("rpc.system", "grpc")
                .with("rpc.service", service)
                .with("rpc.method", String.valueOf(method.getBareMethodName()));
        var ended = new AtomicBoolean();
        var watched = new SimpleForwardingServerCall<Q, A>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                end(span, ended, status);
                super.close(status, trailers);
            }
        };
        var listener = Contexts.interceptCall(Context.current().withValue(KEY, span), watched, headers, next);
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onCancel() {
                end(span, ended, Status.CANCELLED.withDescription("the caller did not wait"));
                super.onCancel();
            }
        };
    }

    private static void end(CallSpan span, AtomicBoolean ended, Status status) {
        if (ended.compareAndSet(false, true)) {
            span.with("rpc.grpc.status_code", status.getCode().value());
            span.end(status.isOk() ? null : status.getCode() + ": " + status.getDescription());
        }
    }

    private enum HeaderGetter implements TextMapGetter<Metadata> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Metadata headers) {
            return headers.keys();
        }

        @Override
        public @Nullable String get(@Nullable Metadata headers, String name) {
            return headers == null ? null : headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        }
    }
}
