package dev.mixer.adapters.kafka;

import dev.mixer.spi.Adapter;
import dev.mixer.testkit.AdapterContract;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** What every adapter keeps, with a real broker. */
@Tag("backend")
class KafkaContractTest extends AdapterContract<KafkaParameters> {
    private static final String TOPIC = "contract";

    @BeforeAll
    static void makeTopic() throws Exception {
        KafkaBroker.shared().topic(TOPIC);
    }

    @Override
    protected Adapter<KafkaParameters> adapter() {
        return new KafkaAdapter();
    }

    @Override
    protected KafkaParameters workingParameters() {
        return Parameters.of(KafkaBroker.shared().server(), TOPIC, Map.of("linger", Duration.ZERO));
    }
}
