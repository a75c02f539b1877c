package dev.mixer.adapters.kafka;

import dev.mixer.testkit.Defaults;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Parameters for tests: as the host makes them. */
final class Parameters {
    private Parameters() {}

    static KafkaParameters of(String server, String topic, Map<String, ?> given) {
        var values = new HashMap<String, Object>(Map.of("bootstrapServers", List.of(server), "topic", topic));
        values.putAll(given);
        return Defaults.of(KafkaParameters.class, values);
    }
}
