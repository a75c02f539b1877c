package dev.mixer.adapters.opentelemetry;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mixer.adapters.opentelemetry.OpentelemetryParameters.Protocol;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AttributeValue;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.TestHost;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** OTLP over GRPC, against a real collector. */
@Tag("backend")
class GrpcCollectorTest extends CollectorContract {
    GrpcCollectorTest() {
        super(Protocol.GRPC);
    }

    /** The collector's limit is 4 MiB, whatever the compression. */
    @Test
    void aRecordThatIsTooLargeIsRefusedForGood() throws Exception {
        try (var host = TestHost.create();
                var handler = adapter().open(workingParameters(), host)) {
            var large = Records.log(Map.of("message", new AttributeValue.Text("x".repeat(5 << 20))));
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> Calls.report(handler, "access.default", large))
                    .withMessageContaining("RESOURCE_EXHAUSTED")
                    .returns(AdapterException.Kind.PERMANENT, AdapterException::kind);
        }
    }
}
