package dev.mixer.server.warmup;

import com.google.protobuf.ByteString;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.settings.HostSettings;
import dev.mixer.engine.config.settings.SettingsReader;
import dev.mixer.engine.config.source.ConfigFile;
import dev.mixer.engine.config.source.ConfigFiles;
import dev.mixer.engine.dispatch.LiveConfiguration;
import dev.mixer.engine.dispatch.Mixer;
import dev.mixer.engine.handler.HandlerTable;
import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.envoy.ExtAuthzSettings;
import dev.mixer.proto.v1.CheckRequest;
import dev.mixer.proto.v1.CompressedAttributes;
import dev.mixer.proto.v1.MixerGrpc;
import dev.mixer.proto.v1.ReportRequest;
import dev.mixer.server.front.extauthz.ExtAuthzFront;
import dev.mixer.server.front.mixer.MixerFront;
import dev.mixer.server.grpc.CallGate;
import dev.mixer.server.grpc.MeshPort;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One host of its own that answers real calls over the loopback interface. */
public final class Rehearsal {
    /** Enough that every class on the way of a call is there; what the compiler makes of it comes with the load. */
    private static final int ROUNDS = 40;

    private static final long LONGEST_MILLIS = 2_000;

    private final ScheduledExecutorService timer;
    private final ExecutorService workers;
    private final Path state;

    /** @param state a folder that handlers may use; none of a rehearsal writes there */
    public Rehearsal(ScheduledExecutorService timer, ExecutorService workers, Path state) {
        this.timer = timer;
        this.workers = workers;
        this.state = state;
    }

    /**
     * Opens a port, calls it and closes it; ends early where the machine is slow.
     *
     * @throws IOException if no port of the loopback interface can be opened
     */
    public void run() throws IOException {
        var meters = new MeterRegistry();
        var mixer = new Mixer(meters);
        var settings = new SettingsReader()
                .read(null, Map.of(), List.of("grpc.address=127.0.0.1:0"), new Problems())
                .orElseThrow();
        var services =
                new HandlerTable.Services(InstantSource.system(), timer, workers, meters, state, settings.startLimit());
        try (var live = new LiveConfiguration(AdapterCatalog.of(new RehearsalAdapter()), settings, mixer, services)) {
            var applied = live.apply(ConfigFiles.of(ConfigFile.of("rules.yaml", rules())));
            if (applied.hasErrors()) {
                throw new IllegalStateException(String.join("\n", applied.problems()));
            }
            try (var port = open(settings, mixer, meters)) {
                call(port.port());
            }
        }
    }

    private static MeshPort open(HostSettings settings, Mixer mixer, MeterRegistry meters) throws IOException {
        var gate = new CallGate(settings.limits().maxCallsInFlight(), meters);
        return MeshPort.open(
                settings,
                List.of(
                        new MixerFront(
                                mixer, gate, settings.limits().maxRequest().bytes()),
                        new ExtAuthzFront(mixer, gate, ExtAuthzSettings.from(settings), meters)));
    }

    private static void call(int port) {
        var channel = NettyChannelBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .usePlaintext()
                .directExecutor()
                .build();
        try {
            rehearse(channel);
        } finally {
            channel.shutdownNow();
        }
    }

    private static void rehearse(ManagedChannel channel) {
        var mixer = MixerGrpc.newBlockingStub(channel);
        var envoy = AuthorizationGrpc.newBlockingStub(channel);
        var health = HealthGrpc.newBlockingStub(channel);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
        for (int round = 0; round < ROUNDS && System.nanoTime() < end; round++) {
            var path = round % 4 == 0 ? "/denied" : "/";
            var attributes = attributes(path);
            var _ = mixer.withDeadlineAfter(Duration.ofMillis(LONGEST_MILLIS))
                    .check(CheckRequest.newBuilder().setAttributes(attributes).build());
            var _ = mixer.withDeadlineAfter(Duration.ofMillis(LONGEST_MILLIS))
                    .report(ReportRequest.newBuilder().addAttributes(attributes).build());
            var _ = envoy.withDeadlineAfter(Duration.ofMillis(LONGEST_MILLIS)).check(envoyRequest(path));
            var _ = health.withDeadlineAfter(Duration.ofMillis(LONGEST_MILLIS))
                    .check(HealthCheckRequest.getDefaultInstance());
        }
    }

    private static CompressedAttributes attributes(String path) {
        return CompressedAttributes.newBuilder()
                .addAllWords(
                        List.of("request.path", path, "source.ip", "request.size", "request.headers", "x-user", "a"))
                .putStrings(-1, -2)
                .putBytes(-3, ByteString.copyFrom(new byte[] {127, 0, 0, 1}))
                .putInt64S(-4, 1)
                .putStringMaps(
                        -5,
                        dev.mixer.proto.v1.StringMap.newBuilder()
                                .putEntries(-6, -7)
                                .build())
                .build();
    }

    private static io.envoyproxy.envoy.service.auth.v3.CheckRequest envoyRequest(String path) {
        return io.envoyproxy.envoy.service.auth.v3.CheckRequest.newBuilder()
                .setAttributes(AttributeContext.newBuilder()
                        .setRequest(AttributeContext.Request.newBuilder()
                                .setHttp(AttributeContext.HttpRequest.newBuilder()
                                        .setMethod("GET")
                                        .setPath(path)
                                        .setHost("rehearsal")
                                        .putHeaders("x-user", "a"))))
                .build();
    }

    private static String rules() throws IOException {
        try (var in = Objects.requireNonNull(Rehearsal.class.getResourceAsStream("rules.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
