package dev.mixer.adapters.redisquota;

import dev.mixer.testkit.Certificates;
import dev.mixer.testkit.Poll;
import dev.mixer.testkit.backend.BackendProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A real Cluster of three masters with a replica each; one that dies is replaced within about two seconds. */
final class RedisCluster implements AutoCloseable {
    static final int SLOTS = 16384;
    private static final int MASTERS = 3;

    private final List<RedisServer> nodes = new ArrayList<>();
    private final List<Integer> tlsPorts = new ArrayList<>();

    private RedisCluster() {}

    static RedisCluster start() throws IOException {
        return start(null, null);
    }

    /** One whose nodes speak TLS with each other and with clients; tests still reach them without. */
    static RedisCluster start(Certificates.@Nullable Pair pair, @Nullable Path authority) throws IOException {
        var cluster = new RedisCluster();
        try {
            for (int i = 0; i < 2 * MASTERS; i++) {
                var options = new ArrayList<>(List.of(
                        "--cluster-enabled",
                        "yes",
                        "--cluster-port",
                        Integer.toString(BackendProcess.freePort()),
                        // Else every shard refuses while one of them has no master.
                        "--cluster-require-full-coverage",
                        "no",
                        "--cluster-node-timeout",
                        "1000",
                        "--repl-diskless-sync-delay",
                        "0"));
                if (pair != null && authority != null) {
                    int port = BackendProcess.freePort();
                    cluster.tlsPorts.add(port);
                    options.addAll(List.of("--tls-port", Integer.toString(port), "--tls-auth-clients", "no"));
                    options.addAll(List.of("--tls-cluster", "yes", "--tls-replication", "yes"));
                    options.addAll(List.of("--tls-cert-file", pair.certificate().toString()));
                    options.addAll(List.of("--tls-key-file", pair.key().toString()));
                    options.addAll(List.of("--tls-ca-cert-file", authority.toString()));
                }
                cluster.nodes.add(RedisServer.start(options.toArray(String[]::new)));
            }
            cluster.join();
            return cluster;
        } catch (IOException | RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private void join() throws IOException {
        for (int i = 0; i < MASTERS; i++) {
            int from = SLOTS * i / MASTERS;
            int to = SLOTS * (i + 1) / MASTERS - 1;
            done(nodes.get(i).command("CLUSTER ADDSLOTSRANGE " + from + " " + to));
        }
        for (int i = 0; i < nodes.size(); i++) {
            done(nodes.get(i).command("CLUSTER SET-CONFIG-EPOCH " + (i + 1)));
        }
        for (var node : nodes.subList(1, nodes.size())) {
            done(nodes.getFirst().command("CLUSTER MEET 127.0.0.1 " + node.port() + " " + busPort(node)));
        }
        Poll.until(
                "all nodes know each other",
                () -> nodes.stream()
                        .allMatch(node -> read(node, "CLUSTER NODES")
                                        .lines()
                                        .filter(line -> line.contains("connected") && !line.contains("handshake"))
                                        .count()
                                == nodes.size()));
        for (int i = MASTERS; i < nodes.size(); i++) {
            done(nodes.get(i).command("CLUSTER REPLICATE " + id(nodes.get(i - MASTERS))));
        }
        awaitWhole();
    }

    /** Waits until every slot is served and every replica of a live master has its data. */
    void awaitWhole() {
        Poll.until(
                "the Cluster is whole",
                () -> nodes.stream()
                        .allMatch(node -> read(node, "CLUSTER INFO").contains("cluster_state:ok")
                                && (isMaster(node)
                                        || read(node, "INFO replication").contains("master_link_status:up"))));
    }

    private static int busPort(RedisServer node) throws IOException {
        // 7.0 names it in its own line of CLUSTER NODES: ID HOST:PORT@BUS FLAGS …
        var line = node.text("CLUSTER NODES");
        int at = line.indexOf('@');
        return Integer.parseInt(line.substring(at + 1).split("[ ,]", 2)[0]);
    }

    private static void done(String answer) {
        if (!answer.equals("+OK")) {
            throw new AssertionError(answer);
        }
    }

    static String id(RedisServer node) throws IOException {
        return node.text("CLUSTER MYID");
    }

    private static boolean isMaster(RedisServer node) {
        return read(node, "INFO replication").contains("role:master");
    }

    /** Now; who is master changes with a failover. */
    List<RedisServer> masters() {
        return nodes.stream().filter(RedisCluster::isMaster).toList();
    }

    /** The master that has the slot of a key, as the Cluster says. */
    RedisServer masterOf(int slot) throws IOException {
        for (var node : masters()) {
            var mine = node.text("CLUSTER NODES")
                    .lines()
                    .filter(line -> line.contains("myself"))
                    .findFirst()
                    .orElseThrow();
            var fields = mine.split(" ", -1);
            for (int i = 8; i < fields.length; i++) {
                var range = fields[i].split("-", -1);
                if (!fields[i].startsWith("[")
                        && Integer.parseInt(range[0]) <= slot
                        && slot <= Integer.parseInt(range[range.length - 1])) {
                    return node;
                }
            }
        }
        throw new AssertionError("nobody has slot " + slot);
    }

    /** All addresses, as a configuration would have them. */
    String url() {
        return nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(","));
    }

    /** The same for clients that speak TLS. */
    String tlsUrl() {
        return tlsPorts.stream().map(port -> "rediss://127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    private static String read(RedisServer node, String command) {
        try {
            return node.text(command);
        } catch (java.net.ConnectException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (var node : nodes) {
            node.close();
        }
    }
}
