package dev.mixer.adapters.kafka;

import dev.mixer.adapters.telemetry.TextTemplate;
import dev.mixer.spi.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What is wrong with parameters that their types allow. */
final class ParameterProblems {
    private static final Pattern SERVER = Pattern.compile("(?:[A-Za-z0-9_.-]+|\\[[0-9a-fA-F:.]+]):(\\d{1,5})");
    private static final int LARGEST_PORT = 65_535;

    private ParameterProblems() {}

    static List<Problem> of(KafkaParameters parameters) {
        var problems = new ArrayList<Problem>();
        servers(parameters.bootstrapServers(), problems);
        topics(parameters, problems);
        var _ = template("key", parameters.key(), problems);
        parameters.headers().forEach((name, value) -> {
            var path = "headers." + name;
            var _ = template(path, value, problems);
            if (name.isEmpty()) {
                problems.add(Problem.error("headers", "a header has no name"));
            } else if (Set.of(RecordEncoder.CONTENT_TYPE, RecordEncoder.TRACE_PARENT, KafkaSender.ID)
                    .contains(name)) {
                problems.add(Problem.error(path, name + " is written by the adapter itself; choose another name"));
            }
        });
        parameters.sasl().ifPresent(sasl -> {
            if (sasl.mechanism() == KafkaSasl.Mechanism.PLAIN
                    && parameters.tls().isEmpty()) {
                problems.add(Problem.warning(
                        "sasl.mechanism", "PLAIN without tls shows the password to the network; write tls: {}"));
            }
        });
        return problems;
    }

    private static void servers(List<String> servers, List<Problem> problems) {
        for (int i = 0; i < servers.size(); i++) {
            var matcher = SERVER.matcher(servers.get(i));
            int port = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
            if (port < 1 || port > LARGEST_PORT) {
                problems.add(Problem.error(
                        "bootstrapServers[" + i + "]",
                        "'" + servers.get(i) + "' is not HOST:PORT, such as kafka.infra:9092"));
            }
        }
    }

    private static void topics(KafkaParameters parameters, List<Problem> problems) {
        var topic = template("topic", parameters.topic(), problems);
        if (parameters.topic().isEmpty()) {
            problems.add(Problem.error("topic", "is empty; write a topic, such as mixer-logs"));
        } else if (topic && isConstant(parameters.topic())) {
            name("topic", parameters.topic().replace("{{", "{").replace("}}", "}"), problems);
        }
        parameters.overflowTopic().ifPresent(name -> name("overflowTopic", name, problems));
    }

    private static void name(String path, String topic, List<Problem> problems) {
        if (!TopicNames.isLegal(topic)) {
            problems.add(Problem.error(
                    path, "'" + topic + "' is no name of a topic: 1 to 249 of letters, digits, '.', '_' and '-'"));
        }
    }

    private static boolean isConstant(String text) {
        return TextTemplate.parse(text).isConstant();
    }

    private static boolean template(String path, String text, List<Problem> problems) {
        try {
            var _ = TextTemplate.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            problems.add(Problem.error(path, String.valueOf(e.getMessage())));
            return false;
        }
    }
}
