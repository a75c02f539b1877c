package dev.mixer.server.front.envoy;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.mixer.server.grpc.CallGate;
import io.grpc.BindableService;
import io.grpc.ForwardingServerCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** An engine with the probe adapter, and one front on a free loopback port as the mesh port would run it. */
public final class FrontHarness implements AutoCloseable {
    public final MeterRegistry meters = new MeterRegistry();
    public final Mixer mixer = new Mixer(meters);
    public final ProbeAdapter probe = new ProbeAdapter();
    public final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    /** A call leaves it after its answer has: on a busy machine several that are answered may still be in. */
    public static final int MOST_CALLS = 64;

    public final CallGate gate = new CallGate(MOST_CALLS, meters);

    public final ManagedChannel channel;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final LiveConfiguration configuration;
    private final Server server;
    private final AtomicInteger asked = new AtomicInteger();

    public FrontHarness(Path folder, Function<FrontHarness, BindableService> front) throws IOException {
        configuration = new LiveConfiguration(
                AdapterCatalog.of(probe),
                settings(),
                mixer,
                new HandlerTable.Services(
                        InstantSource.system(), timer, workers, meters, folder, Duration.ofSeconds(5)));
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .maxInboundMessageSize(16 << 20)
                .intercept(countingRequests())
                .addService(front.apply(this))
                .build()
                .start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
    }

    public static HostSettings settings(String... sets) {
        return new SettingsReader()
                .read(null, Map.of(), List.of(sets), new Problems())
                .orElseThrow();
    }

    /** Puts a configuration in force that must have no errors. */
    public void apply(String yaml) {
        var state = configuration.apply(ConfigFiles.of(ConfigFile.of("x.yaml", yaml)));
        assertThat(state.hasErrors()).as(String.join("\n", state.problems())).isFalse();
    }

    /** Whether no call is in flight; waits a little, as the gate is left just after the client has its answer. */
    public boolean isIdle() {
        return becomesTrue(() -> gate.inFlight() == 0);
    }

    /** How many messages the front has asked its callers for: what it has not asked for stays with them. */
    public int messagesAskedFor() {
        return asked.get();
    }

    /** Whether something that another thread does happens soon. */
    public static boolean becomesTrue(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    private ServerInterceptor countingRequests() {
        return new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                return next.startCall(
                        new ForwardingServerCall.SimpleForwardingServerCall<>(call) {
                            @Override
                            public void request(int messages) {
                                asked.addAndGet(messages);
                                super.request(messages);
                            }
                        },
                        headers);
            }
        };
    }

    @Override
    public void close() {
        probe.checksMayEnd.countDown();
        channel.shutdownNow();
        server.shutdownNow();
        configuration.close();
        timer.shutdownNow();
        workers.shutdownNow();
    }
}
