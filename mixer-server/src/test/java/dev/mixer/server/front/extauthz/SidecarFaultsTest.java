package dev.mixer.server.front.extauthz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.envoy.FaultySidecarException;
import dev.mixer.envoy.FaultySidecarException.Reason;
import dev.mixer.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SidecarFaultsTest {
    private final MeterRegistry meters = new MeterRegistry();
    private final FakeClock clock = new FakeClock();
    private final List<String> lines = new ArrayList<>();
    private final SidecarFaults faults = new SidecarFaults(meters, clock, lines::add);

    @Test
    void eachNameIsLoggedOnceAnHourAndCountedEachTime() {
        for (int i = 0; i < 3; i++) {
            fault("source.ip");
            fault("source.user");
            clock.advance(Duration.ofMinutes(19));
        }
        assertThat(lines)
                .containsExactly(
                        "a check was refused: faulty sidecar configuration: context extension 'source.ip': no",
                        "a check was refused: faulty sidecar configuration: context extension 'source.user': no");
        assertThat(meters.count("mixer_sidecar_configuration_faults_total", "reason", "not_allowed"))
                .isEqualTo(6);
        clock.advance(Duration.ofMinutes(3));
        fault("source.ip");
        assertThat(lines).hasSize(3);
    }

    @Test
    void namesThatAreMadeUpDoNotFillTheLog() {
        for (int i = 0; i < 1_000; i++) {
            fault("source.x" + i);
        }
        assertThat(lines).hasSize(101);
        assertThat(lines.getLast()).contains("more than 100 names");
        clock.advance(Duration.ofHours(1));
        fault("source.x1");
        assertThat(lines.getLast()).contains("'source.x1'");
    }

    @Test
    void aNameCannotForgeALineOrFillOne() {
        fault("source.\n2026 ERROR forged" + "x".repeat(10_000));
        assertThat(lines).singleElement().asString().doesNotContain("\n").hasSizeLessThan(300);
    }

    private void fault(String name) {
        faults.record(new FaultySidecarException(name, Reason.NOT_ALLOWED, "no"));
    }
}
