package dev.mixer.server.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.attribute.MapBag;
import dev.mixer.engine.config.settings.ListenAddress;
import dev.mixer.engine.config.source.ConfigFile;
import dev.mixer.engine.config.source.ConfigFiles;
import dev.mixer.engine.config.spec.AuthorizationScopeSpec.Dialect;
import dev.mixer.engine.dispatch.Call;
import dev.mixer.engine.dispatch.InvalidRequestException;
import dev.mixer.engine.dispatch.LiveConfiguration;
import dev.mixer.engine.dispatch.Mixer;
import dev.mixer.engine.handler.HandlerTable;
import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.engine.plugin.AdapterCatalog;
import dev.mixer.engine.policy.RbacAdapter;
import dev.mixer.envoy.ExtAuthzSettings;
import dev.mixer.proto.v1.MixerGrpc;
import dev.mixer.server.front.envoy.FrontHarness;
import dev.mixer.server.front.extauthz.ExtAuthzFront;
import dev.mixer.server.front.http.AuthzPort;
import dev.mixer.server.front.http.HttpAuthzFront;
import dev.mixer.server.front.mixer.MixerFront;
import dev.mixer.server.front.mixer.WireMessages;
import dev.mixer.server.grpc.CallGate;
import dev.mixer.server.grpc.MeshPort;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.Status;
import dev.mixer.testkit.backend.Backends;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

/** A host with one configuration in force, asked through each of its fronts. */
final class Host implements AutoCloseable {
    private final MeterRegistry meters = new MeterRegistry();
    private final Mixer mixer = new Mixer(meters);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final LiveConfiguration configuration;
    private final MeshPort port;
    private final ManagedChannel channel;
    private final Vertx vertx = Vertx.vertx();
    private final AuthzPort authz;
    private final String yaml;
    private final List<Request> scopes;

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
        scopes = file.cases().stream()
                .map(DecisionCase::request)
                .filter(request -> HttpMessage.beyond(request) == null)
                .distinct()
                .toList();
        var config = file.config().replace("FOLDER", folder.toString());
        yaml = config.contains("OPA,") ? config.replace("OPA,", Backends.opa() + ",") : config;
        var all = new StringBuilder(yaml);
        for (var request : scopes) {
            HttpMessage.dialects(request)
                    .forEach(dialect -> all.append(HttpMessage.scope(scopeName(request, dialect), dialect, request)));
        }
        var state = configuration.apply(ConfigFiles.of(ConfigFile.of("cases.yaml", all.toString())));
        assertThat(state.hasErrors()).as(String.join("\n", state.problems())).isFalse();
        var gate = new CallGate(settings.limits().maxCallsInFlight(), meters);
        port = MeshPort.open(
                settings,
                List.of(
                        new MixerFront(
                                mixer, gate, settings.limits().maxRequest().bytes()),
                        new ExtAuthzFront(mixer, gate, ExtAuthzSettings.from(settings), meters)));
        authz = AuthzPort.open(
                vertx,
                new ListenAddress.Tcp("127.0.0.1", 0),
                new HttpAuthzFront(mixer, gate, settings.limits().maxRequest().bytes(), false, null));
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port.port())
                .usePlaintext()
                .build();
    }

    Answer ask(Front front, Request request) {
        return switch (front) {
            case ENGINE -> askEngine(Facts.of(request, Facts.joinedHeaders(request)));
            case MIXER_V1 -> askMixer(request);
            case EXT_AUTHZ -> askEnvoy(request);
            case HTTP -> askHttp(request);
        };
    }

    Answer askEngine(Map<String, Object> facts) {
        try {
            var decision = mixer.check(Call.of(MapBag.of(facts))).join();
            return new Answer(
                    decision.status().code(),
                    decision.status().message(),
                    decision.rules(),
                    Answer.operations(
                            decision.headers().stream()
                                    .filter(operation -> operation.target() == HeaderOperation.Target.REQUEST)
                                    .toList(),
                            operation -> operation.kind() == HeaderOperation.Kind.REMOVE,
                            HeaderOperation::name,
                            HeaderOperation::value),
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
                    Answer.operations(
                            answer.getRouteDirective().getRequestHeaderOperationsList(),
                            operation ->
                                    operation.getOperation() == dev.mixer.proto.v1.HeaderOperation.Operation.REMOVE,
                            dev.mixer.proto.v1.HeaderOperation::getName,
                            dev.mixer.proto.v1.HeaderOperation::getValue),
                    WireMessages.referenced(answer.getReferencedAttributes()));
        } catch (StatusRuntimeException e) {
            // Any other status is a transport error, which a sidecar may take for leave to pass (contract C14).
            assertThat(e.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.INVALID_ARGUMENT);
            return Answer.invalid(e.getStatus().getDescription());
        }
    }

    private Answer askEnvoy(Request request) {
        var answer = checkEnvoy(EnvoyMessage.of(request));
        return new Answer(
                code(answer.getStatus().getCode()),
                answer.getStatus().getMessage(),
                answer.getDynamicMetadata().getFieldsOrThrow("rules").getListValue().getValuesList().stream()
                        .map(com.google.protobuf.Value::getStringValue)
                        .toList(),
                Stream.concat(
                                answer.getOkResponse().getHeadersToRemoveList().stream()
                                        .map(name -> "-" + name)
                                        .sorted(),
                                answer.getOkResponse().getHeadersList().stream()
                                        .map(option -> option.getHeader().getKey() + "="
                                                + option.getHeader().getValue()))
                        .toList(),
                null);
    }

    /** What a sidecar is told. */
    CheckResponse checkEnvoy(CheckRequest request) {
        return AuthorizationGrpc.newBlockingStub(channel).check(request);
    }

    /** Asks in every dialect that can tell of the request: they all get one answer. */
    private Answer askHttp(Request request) {
        var answers = HttpMessage.dialects(request).stream()
                .map(dialect -> HttpMessage.ask(authz.port(), scopeName(request, dialect), dialect, request))
                .toList();
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isEqualTo(answers.getFirst()));
        return answers.getFirst();
    }

    private String scopeName(Request request, Dialect dialect) {
        return "case-" + scopes.indexOf(request) + "-" + dialect.name().toLowerCase(Locale.ROOT);
    }

    /** Whether the configuration is refused for a scope that states what the request's sidecar states. */
    boolean refusesScopeOf(Request request) {
        var before = configuration.state().revision();
        var state = configuration.apply(ConfigFiles.of(
                ConfigFile.of("cases.yaml", yaml + HttpMessage.scope("refused", Dialect.NGINX, request))));
        assertThat(configuration.state().revision()).isEqualTo(before);
        return state.problems().stream().anyMatch(line -> line.contains("AuthorizationScope refused"));
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
        authz.close();
        vertx.close();
        configuration.close();
        timer.shutdownNow();
        workers.shutdownNow();
    }
}
