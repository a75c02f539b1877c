package dev.mixer.server.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.attribute.MapBag;
import dev.mixer.engine.config.source.ConfigFile;
import dev.mixer.engine.config.source.ConfigFiles;
import dev.mixer.engine.dispatch.Call;
import dev.mixer.engine.dispatch.InvalidRequestException;
import dev.mixer.engine.dispatch.LiveConfiguration;
import dev.mixer.engine.dispatch.Mixer;
import dev.mixer.engine.handler.HandlerTable;
import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.engine.policy.RbacAdapter;
import dev.mixer.proto.v1.MixerGrpc;
import dev.mixer.server.front.envoy.FrontHarness;
import dev.mixer.server.front.extauthz.ExtAuthzFront;
import dev.mixer.server.front.extauthz.ExtAuthzSettings;
import dev.mixer.server.front.mixer.MixerFront;
import dev.mixer.server.front.mixer.WireMessages;
import dev.mixer.server.grpc.CallGate;
import dev.mixer.server.grpc.MeshPort;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.Status;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A host with one configuration in force, asked through each of its fronts. */
final class Host implements AutoCloseable {
    private final MeterRegistry meters = new MeterRegistry();
    private final Mixer mixer = new Mixer(meters);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final LiveConfiguration configuration;
    private final MeshPort port;
    private final ManagedChannel channel;

    Host(CaseFile file, Path folder) throws IOException {
        for (var entry : file.files().entrySet()) {
            Files.writeString(folder.resolve(entry.getKey()), entry.getValue());
        }
        var settings = FrontHarness.settings("grpc.address=127.0.0.1:0", "limits.maxRequest=64KiB");
        configuration = new LiveConfiguration(
                AdapterCatalog.load(List.of(Path.of("..", "target", "plugins")), new RbacAdapter()),
                settings,
                mixer,
                new HandlerTable.Services(
                        InstantSource.system(), timer, workers, meters, folder, Duration.ofSeconds(10)));
        var yaml = file.config().replace("FOLDER", folder.toString());
        var state = configuration.apply(ConfigFiles.of(ConfigFile.of("cases.yaml", yaml)));
        assertThat(state.hasErrors()).as(String.join("\n", state.problems())).isFalse();
        var gate = new CallGate(settings.limits().maxCallsInFlight(), meters);
        port = MeshPort.open(
                settings,
                List.of(
                        new MixerFront(
                                mixer, gate, settings.limits().maxRequest().bytes()),
                        new ExtAuthzFront(mixer, gate, ExtAuthzSettings.from(settings), meters)));
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port.port())
                .usePlaintext()
                .build();
    }

    Answer ask(Front front, Request request) {
        return switch (front) {
            case ENGINE -> askEngine(Facts.of(request, Facts.joinedHeaders(request)));
            case MIXER_V1 -> askMixer(request);
            case EXT_AUTHZ -> askEnvoy(request);
        };
    }

    Answer askEngine(Map<String, Object> facts) {
        try {
            var decision = mixer.check(Call.of(MapBag.of(facts))).join();
            return new Answer(
                    decision.status().code(),
                    decision.status().message(),
                    decision.rules(),
                    decision.headers().stream()
                            .filter(operation -> operation.target() == HeaderOperation.Target.REQUEST)
                            .map(operation -> operation.name() + "=" + operation.value())
                            .toList(),
                    decision.referenced().matches().stream()
                            .map(match -> (match.present() ? "EXACT " : "ABSENCE ") + match.reference())
                            .toList());
        } catch (InvalidRequestException e) {
            return Answer.invalid(e.getMessage());
        }
    }

    private Answer askMixer(Request request) {
        try {
            var answer = MixerGrpc.newBlockingStub(channel)
                    .check(MixerMessage.of(request))
                    .getPrecondition();
            return new Answer(
                    code(answer.getStatus().getCode()),
                    answer.getStatus().getMessage(),
                    null,
                    answer.getRouteDirective().getRequestHeaderOperationsList().stream()
                            .map(operation -> operation.getName() + "=" + operation.getValue())
                            .toList(),
                    WireMessages.referenced(answer.getReferencedAttributes()));
        } catch (StatusRuntimeException e) {
            // Any other status is a transport error, which a sidecar may take for leave to pass (contract C14).
            assertThat(e.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.INVALID_ARGUMENT);
            return Answer.invalid(e.getStatus().getDescription());
        }
    }

    private Answer askEnvoy(Request request) {
        var answer = AuthorizationGrpc.newBlockingStub(channel).check(EnvoyMessage.of(request));
        return new Answer(
                code(answer.getStatus().getCode()),
                answer.getStatus().getMessage(),
                answer.getDynamicMetadata().getFieldsOrThrow("rules").getListValue().getValuesList().stream()
                        .map(com.google.protobuf.Value::getStringValue)
                        .toList(),
                answer.getOkResponse().getHeadersList().stream()
                        .map(option -> option.getHeader().getKey() + "="
                                + option.getHeader().getValue())
                        .toList(),
                null);
    }

    private static Status.Code code(int number) {
        for (var code : Status.Code.values()) {
            if (code.number() == number) {
                return code;
            }
        }
        throw new AssertionError("no code has the number " + number);
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
