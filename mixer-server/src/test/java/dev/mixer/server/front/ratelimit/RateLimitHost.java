package dev.mixer.server.front.ratelimit;

import dev.mixer.engine.config.source.ConfigFile;
import dev.mixer.engine.config.source.ConfigFiles;
import dev.mixer.engine.dispatch.LiveConfiguration;
import dev.mixer.engine.dispatch.Mixer;
import dev.mixer.engine.handler.HandlerTable;
import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.engine.policy.RbacAdapter;
import dev.mixer.server.front.envoy.FrontHarness;
import dev.mixer.server.grpc.CallGate;
import dev.mixer.server.grpc.MeshPort;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The front on a loopback port over the real memquota. */
final class RateLimitHost implements AutoCloseable {
    private final MeterRegistry meters = new MeterRegistry();
    private final Mixer mixer = new Mixer(meters);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final LiveConfiguration configuration;
    private final MeshPort port;
    private final ManagedChannel channel;

    RateLimitHost(Path folder, List<String> more) throws IOException {
        var given = new ArrayList<>(
                List.of("grpc.address=127.0.0.1:0", "limits.maxRequest=64KiB", "rateLimit.responseHeaders=true"));
        given.addAll(more);
        var settings = FrontHarness.settings(given.toArray(String[]::new));
        configuration = new LiveConfiguration(
                AdapterCatalog.load(List.of(Path.of("..", "target", "plugins")), new RbacAdapter()),
                settings,
                mixer,
                new HandlerTable.Services(
                        InstantSource.system(), timer, workers, meters, folder, Duration.ofSeconds(10)));
        var gate = new CallGate(settings.limits().maxCallsInFlight(), meters);
        port = MeshPort.open(
                settings,
                List.of(new RateLimitFront(
                        mixer,
                        gate,
                        Math.toIntExact(settings.limits().maxRequest().bytes()),
                        settings.rateLimit())));
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port.port())
                .usePlaintext()
                .build();
    }

    /** What is wrong with a configuration; one without errors is in force then. */
    List<String> apply(String yaml) {
        return configuration
                .apply(ConfigFiles.of(ConfigFile.of("limits.yaml", yaml)))
                .problems();
    }

    /** The counter of a limit, or of the host where {@code rule} is empty. */
    long counted(String name, String rule) {
        var full = "mixer_ratelimit_" + name + "_total";
        return rule.isEmpty() ? meters.count(full) : meters.count(full, "rule", rule);
    }

    RateLimitResponse ask(RateLimitRequest request) {
        return RateLimitServiceGrpc.newBlockingStub(channel).shouldRateLimit(request);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        port.close();
        configuration.close();
        timer.shutdownNow();
        workers.shutdownNow();
    }
}
