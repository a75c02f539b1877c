package dev.mixer.adapters.opentelemetry;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Duration;
import com.sun.net.httpserver.HttpServer;
import dev.mixer.adapters.opentelemetry.OpentelemetryParameters.Protocol;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** Answers as a collector that is in trouble. What it answers to a request is the tests' to say. */
final class FakeCollector implements AutoCloseable {
    /**
     * An answer.
     *
     * @param code of HTTP, or of gRPC by its number
     * @param retryAfterSeconds 0: not said
     */
    record Answer(int code, ByteString body, int retryAfterSeconds) {
        static Answer taken() {
            return new Answer(-1, ByteString.EMPTY, 0);
        }

        static Answer taken(long rejected, String message) {
            var partial = ExportLogsPartialSuccess.newBuilder()
                    .setRejectedLogRecords(rejected)
                    .setErrorMessage(message);
            return new Answer(
                    -1,
                    ExportLogsServiceResponse.newBuilder()
                            .setPartialSuccess(partial)
                            .build()
                            .toByteString(),
                    0);
        }

        static Answer refused(int code, int retryAfterSeconds) {
            return new Answer(code, ByteString.EMPTY, retryAfterSeconds);
        }
    }

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, String> headers = new ConcurrentHashMap<>();
    private final URI url;
    private final Runnable stop;

    FakeCollector(Protocol protocol, Function<String, Answer> script) throws IOException {
        if (protocol == Protocol.GRPC) {
            var started = grpc(script);
            url = URI.create("http://127.0.0.1:" + started.getPort());
            stop = started::shutdownNow;
        } else {
            var started = http(script);
            url = URI.create("http://127.0.0.1:" + started.getAddress().getPort());
            stop = () -> started.stop(0);
        }
    }

    URI url() {
        return url;
    }

    /** The signals of the requests, in order. */
    List<String> calls() {
        return calls;
    }

    /** Headers of the last request, names in lower case. */
    Map<String, String> headers() {
        return headers;
    }

    private HttpServer http(Function<String, Answer> script) throws IOException {
        var started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.createContext("/", exchange -> {
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
            var in = exchange.getRequestBody();
            var _ = ("gzip".equals(headers.get("content-encoding")) ? new GZIPInputStream(in) : in).readAllBytes();
            var signal = exchange.getRequestURI().getPath().replace("/v1/", "");
            calls.add(signal);
            var answer = script.apply(signal);
            if (answer.retryAfterSeconds() > 0) {
                exchange.getResponseHeaders().set("Retry-After", Integer.toString(answer.retryAfterSeconds()));
            }
            exchange.sendResponseHeaders(
                    answer.code() < 0 ? 200 : answer.code(),
                    answer.body().isEmpty() ? -1 : answer.body().size());
            exchange.getResponseBody().write(answer.body().toByteArray());
            exchange.close();
        });
        started.start();
        return started;
    }

    private Server grpc(Function<String, Answer> script) throws IOException {
        var builder = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        for (var signal : Signal.values()) {
            var method = MethodDescriptor.newBuilder(Bytes.MARSHALLER, Bytes.MARSHALLER)
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName(signal.fullMethodName())
                    .build();
            var handler = ServerCalls.<byte[], byte[]>asyncUnaryCall((_, observer) -> {
                calls.add(signal.label());
                var answer = script.apply(signal.label());
                if (answer.code() < 0) {
                    observer.onNext(answer.body().toByteArray());
                    observer.onCompleted();
                } else {
                    observer.onError(status(answer));
                }
            });
            var name = method.getServiceName();
            builder.addService(ServerInterceptors.intercept(
                    ServerServiceDefinition.builder(name == null ? "" : name)
                            .addMethod(method, handler)
                            .build(),
                    new Headers()));
        }
        return builder.build().start();
    }

    private final class Headers implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata given, ServerCallHandler<Q, R> next) {
            for (var name : new ArrayList<>(given.keys())) {
                var value = name.endsWith("-bin")
                        ? null
                        : given.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
                headers.put(name, value == null ? "" : value);
            }
            return next.startCall(call, given);
        }
    }

    private static StatusRuntimeException status(Answer answer) {
        var trailers = new Metadata();
        if (answer.retryAfterSeconds() > 0) {
            trailers.put(
                    Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER),
                    details(answer.code(), answer.retryAfterSeconds()));
        }
        return Status.fromCodeValue(answer.code()).withDescription("on purpose").asRuntimeException(trailers);
    }

    /** A google.rpc.Status with a RetryInfo. */
    private static byte[] details(int code, int seconds) {
        var delay = Duration.newBuilder().setSeconds(seconds).build().toByteString();
        var any = Any.newBuilder()
                .setTypeUrl("type.googleapis.com/google.rpc.RetryInfo")
                .setValue(ByteString.copyFrom(message(out -> out.writeBytes(1, delay))))
                .build();
        return message(out -> {
            out.writeInt32(1, code);
            out.writeString(2, "on purpose");
            out.writeMessage(3, any);
        });
    }

    private interface Writing {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Writing writing) {
        var bytes = new ByteArrayOutputStream();
        try {
            var out = CodedOutputStream.newInstance(bytes);
            writing.write(out);
            out.flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        stop.run();
    }
}
