package dev.mixer.server.front.http;

import dev.mixer.engine.dispatch.Call;
import dev.mixer.engine.dispatch.CallTrace;
import dev.mixer.engine.dispatch.Decision;
import dev.mixer.engine.dispatch.InvalidRequestException;
import dev.mixer.engine.dispatch.Mixer;
import dev.mixer.server.front.envoy.DecisionId;
import dev.mixer.server.grpc.CallGate;
import dev.mixer.server.trace.CallSpan;
import dev.mixer.server.trace.HostTracing;
import dev.mixer.spi.Status;
import io.netty.util.AsciiString;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@code /authz/SCOPE}: may the request pass that a proxy tells of? Whatever a request holds, the answer is one of those that
 * the proxy takes for a denial (contract C14); the host's own overload is 503. Safe for use by many threads.
 */
public final class HttpAuthzFront implements Handler<HttpServerRequest> {
    private static final System.Logger LOG = System.getLogger(HttpAuthzFront.class.getName());
    private static final TextMapGetter<HttpServerRequest> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(HttpServerRequest request) {
            return request.headers().names();
        }

        @Override
        public @Nullable String get(@Nullable HttpServerRequest request, String name) {
            return request == null ? null : request.getHeader(name);
        }
    };

    private final Mixer mixer;
    private final CallGate gate;
    private final long maxRequestBytes;
    private final boolean decisionIdHeader;
    private final @Nullable HostTracing tracing;

    /**
     * A front that no port carries yet.
     *
     * @param tracing follows calls; null: nobody does
     */
    public HttpAuthzFront(
            Mixer mixer, CallGate gate, long maxRequestBytes, boolean decisionIdHeader, @Nullable HostTracing tracing) {
        this.mixer = mixer;
        this.gate = gate;
        this.maxRequestBytes = maxRequestBytes;
        this.decisionIdHeader = decisionIdHeader;
        this.tracing = tracing;
    }

    @Override
    public void handle(HttpServerRequest request) {
        // Read first: on a connection that is gone already this throws, and the gate must not stay entered then.
        var call = new ProxyCall(message(request), maxRequestBytes);
        if (!gate.enter()) {
            send(
                    request.response(),
                    new ProxyReply(
                            503, Map.of("x-mixer-status", "UNAVAILABLE"), "overloaded: too many calls in flight"));
            return;
        }
        var context = Vertx.currentContext();
        var span = span(request);
        var decided = decide(call, span == null ? CallTrace.NONE : span);
        if (decided.isDone() || context == null) {
            var _ = decided.whenComplete((decision, error) -> answer(request.response(), call, decision, error));
            return;
        }
        var _ = decided.whenComplete((decision, error) -> answerOn(context, request, call, decision, error));
    }

    private void answerOn(
            Context context,
            HttpServerRequest request,
            ProxyCall call,
            @Nullable Decision decision,
            @Nullable Throwable error) {
        context.runOnContext(_ -> answer(request.response(), call, decision, error));
    }

    private @Nullable CallSpan span(HttpServerRequest request) {
        var span = tracing == null ? null : tracing.begin(request.method() + " /authz", request, HEADERS);
        if (span == null) {
            return null;
        }
        span.with("http.request.method", request.method().name()).with("http.route", "/authz");
        // Whatever becomes of the connection, one of these comes.
        request.response().endHandler(_ -> {
            span.with("http.response.status_code", request.response().getStatusCode());
            span.end(null);
        });
        request.response().exceptionHandler(_ -> span.end("the proxy did not wait"));
        return span;
    }

    private CompletableFuture<Decision> decide(ProxyCall call, CallTrace trace) {
        try {
            return mixer.check(new Call(
                    call, System.nanoTime() + Call.DEFAULT_PATIENCE_NANOS, new Call.Quotas.EachOnce(), false, trace));
        } catch (Throwable e) { // errors too: whatever happens, the gate must be left and the call be denied
            return CompletableFuture.failedFuture(e);
        }
    }

    private void answer(
            HttpServerResponse response, ProxyCall call, @Nullable Decision decision, @Nullable Throwable error) {
        try {
            send(response, decision == null ? refused(call, error) : ProxyReply.of(decision, call));
        } catch (RuntimeException e) {
            // A header of a rule, perhaps, that HTTP cannot carry; half of an answer must not let the request pass.
            if (!response.headWritten() && !response.closed()) {
                response.headers().clear();
                send(response, refused(call, e));
            }
        } finally {
            gate.leave();
        }
    }

    private static ProxyReply refused(ProxyCall call, @Nullable Throwable error) {
        if (error instanceof UntrustedException) {
            return new ProxyReply(
                    403, Map.of("x-mixer-status", "PERMISSION_DENIED"), String.valueOf(error.getMessage()));
        }
        if (error instanceof InvalidRequestException) {
            var status = Status.of(Status.Code.INVALID_ARGUMENT, String.valueOf(error.getMessage()));
            return ProxyReply.refused(status, call.dialect());
        }
        LOG.log(System.Logger.Level.ERROR, "a check failed unexpectedly and was denied", error);
        return ProxyReply.refused(Status.of(Status.Code.PERMISSION_DENIED, "the check failed"), call.dialect());
    }

    private void send(HttpServerResponse response, ProxyReply reply) {
        if (response.closed()) {
            return; // the proxy did not wait
        }
        response.setStatusCode(reply.status());
        reply.headers().forEach((name, value) -> response.putHeader(name, utf8(value)));
        if (decisionIdHeader) {
            response.putHeader(DecisionId.HEADER, DecisionId.next());
        }
        if (!reply.body().isEmpty() && !response.headers().contains("content-type")) {
            response.putHeader("content-type", "text/plain; charset=utf-8");
        }
        response.end(reply.body());
    }

    /** Vert.x would write a question mark for whatever is not ASCII. */
    private static CharSequence utf8(String value) {
        return new AsciiString(value.getBytes(StandardCharsets.UTF_8), false);
    }

    private static ProxyMessage message(HttpServerRequest request) {
        return new ProxyMessage(
                peer(request.connection().remoteAddress()),
                request.method().name(),
                request.uri(),
                List.copyOf(request.headers().entries()));
    }

    private static InetAddress peer(SocketAddress address) {
        // Of the connection itself: no header and no proxy protocol has a say in it.
        return new InetSocketAddress(address.hostAddress(), address.port()).getAddress();
    }
}
