package dev.mixer.adapters.opentelemetry;

import dev.mixer.adapters.opentelemetry.OpentelemetryParameters.Protocol;
import org.junit.jupiter.api.Tag;

/** OTLP over HTTP, against a real collector. */
@Tag("backend")
class HttpCollectorTest extends CollectorContract {
    HttpCollectorTest() {
        super(Protocol.HTTP);
    }
}
