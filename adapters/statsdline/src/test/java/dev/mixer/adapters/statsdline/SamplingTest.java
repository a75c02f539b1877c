package dev.mixer.adapters.statsdline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.testkit.TestHost;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplingTest {
    @Test
    void whatIsDrawnBelowTheRateIsSentAndSaysSo() {
        try (var host = TestHost.create()) {
            Iterator<Double> draws = List.of(0.0, 0.249, 0.25, 0.999).iterator();
            var sampling = new Sampling(0.25, host.meters().counter("left_out_total", "d"), draws::next);
            assertThat(List.of(sampling.leavesOut(), sampling.leavesOut(), sampling.leavesOut(), sampling.leavesOut()))
                    .containsExactly(false, false, true, true);
            assertThat(host.count("left_out_total")).isEqualTo(2);
            assertThat(sampling.suffix()).isEqualTo("|@0.25");
        }
    }

    @Test
    void aRateOfOneAsksForNoNumber() {
        try (var host = TestHost.create()) {
            var sampling = new Sampling(1, host.meters().counter("left_out_total", "d"), () -> {
                throw new AssertionError("drawn");
            });
            assertThat(sampling.leavesOut()).isFalse();
            assertThat(sampling.suffix()).isEmpty();
        }
    }
}
