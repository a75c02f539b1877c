package dev.mixer.adapters.kafka;

import dev.mixer.adapters.telemetry.TextTemplate;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.BackendState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * How the cluster is: what the last batch met, and while that leaves a doubt, what a look at the cluster finds. For many
 * threads.
 */
final class Reachability {
    private final Clients clients;
    private final String servers;
    private final Optional<String> topic;
    private volatile BackendState reached;
    private volatile BackendState sent = BackendState.READY;

    Reachability(KafkaParameters parameters, Clients clients) {
        this.clients = clients;
        this.servers = parameters.servers();
        this.topic = Optional.of(parameters.topic())
                .filter(name -> TextTemplate.parse(name).isConstant());
        this.reached = BackendState.connecting("no broker of " + servers + " has answered yet");
    }

    BackendState state() {
        var now = reached;
        return now.phase() == BackendState.Phase.READY ? sent : now;
    }

    boolean isInDoubt() {
        return reached.phase() != BackendState.Phase.READY;
    }

    /** The brokers have taken a whole batch. */
    void succeeded() {
        reached = BackendState.READY;
        sent = BackendState.READY;
    }

    /** A batch, or a part of it, could not be sent. */
    void failed(Failure failure) {
        switch (failure.scope()) {
            case CLUSTER, PRODUCER -> reached = BackendState.connecting(failure.reason());
            case TOPIC, RECORD -> {
                reached = BackendState.READY;
                sent = BackendState.degraded(failure.reason());
            }
        }
    }

    /** Asks the cluster; takes seconds where it is away. */
    void look() {
        try (var admin = clients.admin()) {
            var _ = admin.describeCluster().nodes().get();
            if (topic.isPresent()) {
                var _ = admin.describeTopics(List.of(topic.get()))
                        .allTopicNames()
                        .get();
            }
            reached = BackendState.READY;
        } catch (ExecutionException e) {
            reached = switch (e.getCause()) {
                case UnknownTopicOrPartitionException _ ->
                    BackendState.degraded("topic " + topic.orElse("") + " does not exist on " + servers
                            + "; create it, unless the brokers do with the first record");
                case AuthenticationException cause ->
                    BackendState.connecting("the brokers of " + servers + " and this host do not accept each other: "
                            + Failure.root(cause));
                case null, default ->
                    BackendState.connecting("no broker of " + servers + " answers: " + Failure.root(e));
            };
        } catch (AdapterException e) {
            reached = BackendState.connecting(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
