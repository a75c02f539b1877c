package dev.mixer.adapters.redisquota;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Lettuce, set up: what to do while disconnected, how to reconnect, how many threads. */
final class RedisClients implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofMillis(500);
    private static final Duration TOPOLOGY_PERIOD = Duration.ofSeconds(5);
    private static final int THREADS = 2;
    private static final int MOST_WAITING = 50_000;
    private static final int TICK_MILLIS = 5;

    private final Endpoint endpoint;
    private final HashedWheelTimer timer = new HashedWheelTimer(
            new DefaultThreadFactory("redisquota-timer", true), TICK_MILLIS, TimeUnit.MILLISECONDS);
    private final ClientResources resources;
    private final AbstractRedisClient client;

    RedisClients(RedisquotaParameters parameters) {
        this.endpoint = Endpoint.of(parameters.redisServerUrl(), parameters.cluster());
        endpoint.uris().forEach(uri -> prepare(uri, parameters));
        this.resources = DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .timer(timer)
                .reconnectDelay(Delay.exponential(Duration.ZERO, LONGEST_RECONNECT_DELAY, 2, TimeUnit.MILLISECONDS))
                .build();
        this.client = switch (endpoint) {
            case Endpoint.Master _ -> RedisClient.create(resources);
            case Endpoint.Cluster(var seeds) -> RedisClusterClient.create(resources, seeds);
        };
        var options = options(parameters);
        switch (client) {
            case RedisClient master -> master.setOptions(options);
            case RedisClusterClient cluster ->
                cluster.setOptions(ClusterClientOptions.builder(options)
                        .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                                .adaptiveRefreshTriggersTimeout(Duration.ofMillis(500))
                                .enablePeriodicRefresh(TOPOLOGY_PERIOD)
                                .build())
                        .build());
            default -> throw new AssertionError(client);
        }
    }

    private static void prepare(RedisURI uri, RedisquotaParameters parameters) {
        uri.setTimeout(CONNECT_LIMIT);
        parameters.password().ifPresent(password -> {
            var name = parameters.username().isEmpty() ? "default" : parameters.username();
            uri.setCredentialsProvider(
                    new StaticCredentialsProvider(name, password.reveal().toCharArray()));
        });
        parameters
                .sentinelPassword()
                .ifPresent(password -> uri.getSentinels()
                        .forEach(sentinel -> sentinel.setCredentialsProvider(new StaticCredentialsProvider(
                                "default", password.reveal().toCharArray()))));
    }

    private static ClientOptions options(RedisquotaParameters parameters) {
        var ssl = SslOptions.builder();
        parameters.caCertificate().ifPresent(path -> ssl.trustManager(path.toFile()));
        return ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(_ -> true) // a decision that was in flight may have been made: never ask twice
                .requestQueueSize(MOST_WAITING)
                .sslOptions(ssl.build())
                .build();
    }

    Timer timer() {
        return timer;
    }

    CompletableFuture<? extends StatefulConnection<String, String>> connect() {
        return switch (client) {
            case RedisClient master ->
                master.connectAsync(StringCodec.UTF8, endpoint.uris().getFirst())
                        .toCompletableFuture();
            // The client connects to nothing before it knows the nodes, and learns them by itself only where it blocks.
            case RedisClusterClient cluster ->
                cluster.refreshPartitionsAsync()
                        .thenCompose(_ -> cluster.connectAsync(StringCodec.UTF8))
                        .toCompletableFuture();
            default -> throw new AssertionError(client);
        };
    }

    boolean isCluster() {
        return client instanceof RedisClusterClient;
    }

    /** Who decides on a key: the id of a node of a Cluster, or nothing where there is one server. */
    static String shard(StatefulConnection<String, String> connection, String key) {
        if (!(connection instanceof StatefulRedisClusterConnection<String, String> cluster)) {
            return "";
        }
        var node = cluster.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
        return node == null ? "" : node.getNodeId();
    }

    /** All that {@link #shard} may answer now; a node that was replaced decides nothing any more. */
    static Set<String> shards(StatefulConnection<String, String> connection) {
        if (!(connection instanceof StatefulRedisClusterConnection<String, String> cluster)) {
            return Set.of("");
        }
        return cluster.getPartitions().stream()
                .filter(node -> !node.getSlots().isEmpty() && node.is(RedisClusterNode.NodeFlag.UPSTREAM))
                .map(RedisClusterNode::getNodeId)
                .collect(Collectors.toUnmodifiableSet());
    }

    static RedisScriptingAsyncCommands<String, String> commands(StatefulConnection<String, String> connection) {
        return switch (connection) {
            case StatefulRedisConnection<String, String> master -> master.async();
            case StatefulRedisClusterConnection<String, String> cluster -> cluster.async();
            default -> throw new AssertionError(connection);
        };
    }

    @Override
    public void close() {
        timer.stop();
        var _ = client.shutdownAsync(0, 1, TimeUnit.SECONDS).whenComplete((_, _) -> {
            var _ = resources.shutdown(0, 1, TimeUnit.SECONDS);
        });
    }
}
