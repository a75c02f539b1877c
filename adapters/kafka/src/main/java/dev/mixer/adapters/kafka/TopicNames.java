package dev.mixer.adapters.kafka;

import dev.mixer.adapters.telemetry.TextTemplate;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.Host;
import dev.mixer.spi.Reported;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The topic of each record, and the bound on how many there are: what a caller sends must not make topics without end.
 * For many threads.
 */
final class TopicNames {
    /** Kafka's own rule, {@code org.apache.kafka.common.internals.Topic}. */
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    private static final int LONGEST = 249;

    private final TextTemplate template;
    private final Optional<String> overflow;
    private final long most;
    private final Host.Counter overflows;
    private final Map<String, String> seen = new ConcurrentHashMap<>();

    TopicNames(KafkaParameters parameters, Host host) {
        this.template = TextTemplate.parse(parameters.topic());
        this.overflow = parameters.overflowTopic();
        this.most = parameters.maxTopics();
        this.overflows = host.meters()
                .counter("kafka_topic_overflows_total", "Records that would have named one topic more than allowed.");
    }

    static boolean isLegal(String topic) {
        return LEGAL.matcher(topic).matches() && !topic.equals(".") && !topic.equals("..");
    }

    /** The topic of a record, always a legal name. */
    String of(Reported<?> record, Instant time) throws AdapterException {
        var name = legal(template.of(record, time, TopicNames::escaped));
        var known = seen.get(name);
        if (known != null) {
            return known;
        }
        // Threads that come at once must not pass the bound together; a new topic is rare.
        synchronized (seen) {
            if (seen.size() < most || seen.containsKey(name)) {
                seen.put(name, name);
                return name;
            }
        }
        overflows.add(1);
        return overflow.orElseThrow(() -> AdapterException.permanent(
                "topic " + name + " would be one more than the " + most + " that maxTopics allows", null));
    }

    private static String escaped(String value) {
        StringBuilder out = null;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean fits = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '.'
                    || c == '-'
                    || c == '_';
            if (!fits) {
                out = out == null ? new StringBuilder(value) : out;
                out.setCharAt(i, '_');
            }
        }
        return out == null ? value : out.toString();
    }

    private static String legal(String name) {
        var cut = name.length() <= LONGEST ? name : name.substring(0, LONGEST);
        return switch (cut) {
            case "", "." -> "_";
            case ".." -> "__";
            default -> cut;
        };
    }
}
