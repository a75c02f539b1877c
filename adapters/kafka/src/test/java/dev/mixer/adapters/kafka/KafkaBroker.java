package dev.mixer.adapters.kafka;

import dev.mixer.testkit.backend.BackendProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/** A real broker (KRaft, one node) in a process of its own, from the tests' class path. */
final class KafkaBroker implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final Path folder;
    private final int port;
    private final Cluster cluster;
    private BackendProcess process;

    /** What the nodes of a cluster agree on. */
    private record Cluster(String id, int controllerPort) {}

    private KafkaBroker(Path folder, int port, Cluster cluster) throws IOException {
        this.folder = folder;
        this.port = port;
        this.cluster = cluster;
        this.process = launch();
    }

    /** A broker for all tests of this JVM; it makes no topics by itself. */
    private static final class Shared {
        static final KafkaBroker BROKER = start();

        private Shared() {}

        private static KafkaBroker start() {
            try {
                return KafkaBroker.start(Map.of());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    static KafkaBroker shared() {
        return Shared.BROKER;
    }

    /**
     * Starts a broker.
     *
     * @param more properties in addition; {@code listeners} and {@code advertised.listeners} are put behind its own
     */
    static KafkaBroker start(Map<String, String> more) throws IOException, InterruptedException {
        return start(new Cluster(Uuid.randomUuid().toString(), BackendProcess.freePort()), 1, more);
    }

    /** Starts one more node of this broker's cluster; this one decides who leads. */
    KafkaBroker startAnother() throws IOException, InterruptedException {
        return start(cluster, 2, Map.of());
    }

    private static KafkaBroker start(Cluster cluster, int node, Map<String, String> more)
            throws IOException, InterruptedException {
        var folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "brokers")), "kafka")
                .toAbsolutePath();
        int port = BackendProcess.freePort();
        var own = "PLAINTEXT://127.0.0.1:" + port;
        var controller = "127.0.0.1:" + cluster.controllerPort();
        var properties = new TreeMap<String, String>(Map.of(
                "process.roles", node == 1 ? "broker,controller" : "broker",
                "node.id", Integer.toString(node),
                "controller.quorum.voters", "1@" + controller,
                "controller.listener.names", "CONTROLLER",
                "inter.broker.listener.name", "PLAINTEXT",
                "log.dirs", folder.resolve("data").toString(),
                "auto.create.topics.enable", "false",
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "1",
                "broker.session.timeout.ms", "4000"));
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL");
        properties.putAll(more);
        properties.put("listeners", own + (node == 1 ? ",CONTROLLER://" + controller : "") + suffix(more, "listeners"));
        properties.put("advertised.listeners", own + suffix(more, "advertised.listeners"));
        var lines = new ArrayList<String>();
        properties.forEach((key, value) -> lines.add(key + "=" + value));
        Files.write(folder.resolve("server.properties"), lines);
        prepare(folder, cluster.id());
        return new KafkaBroker(folder, port, cluster);
    }

    private static String suffix(Map<String, String> more, String key) {
        return more.containsKey(key) ? "," + more.get(key) : "";
    }

    private static void prepare(Path folder, String clusterId) throws IOException, InterruptedException {
        var command = java("kafka.tools.StorageTool");
        command.addAll(List.of("format", "-t", clusterId, "-c", "server.properties"));
        var log = folder.resolve("format.log");
        var tool = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!tool.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS) || tool.exitValue() != 0) {
            tool.destroyForcibly();
            throw new IOException("the folder of the broker: " + Files.readString(log));
        }
    }

    private static List<String> java(String main) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main));
    }

    private BackendProcess launch() throws IOException {
        var command = java("kafka.Kafka");
        command.add("server.properties");
        return BackendProcess.start("kafka", folder, command).await("answering", START_LIMIT, () -> {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            }
            try (var admin = admin()) {
                return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
            }
        });
    }

    String server() {
        return "127.0.0.1:" + port;
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", server(), "metric.reporters", ""));
    }

    /** Makes a topic, of which the broker tells at once. */
    String topic(String name, int partitions, Map<String, String> settings) throws Exception {
        try (var admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(settings)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        return name;
    }

    String topic(String name) throws Exception {
        return topic(name, 1, Map.of());
    }

    /** Makes a topic of one partition whose first choice of a leader is {@code leader}. */
    String replicated(String name, int leader, int follower) throws Exception {
        try (var admin = admin()) {
            var topic = new NewTopic(name, Map.of(0, List.of(leader, follower)));
            admin.createTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
        }
        return name;
    }

    void kill() {
        process.close();
    }

    void restart() throws IOException {
        process = launch();
    }

    @Override
    public void close() {
        process.close();
    }
}
