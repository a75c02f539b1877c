package dev.mixer.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.MetricFamily;
import dev.mixer.spi.MetricFamily.Exemplar;
import dev.mixer.spi.MetricFamily.Kind;
import dev.mixer.spi.MetricFamily.Scalar;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenMetricsTextTest {
    private static final Exemplar EXEMPLAR = new Exemplar(2, "4bf92f3577b34da6", "00f067aa0ba902b7");

    @Test
    void aCounterHasTheNameOfItsFamilyWithoutTheEndingAndItsExemplar() {
        assertThat(OpenMetricsText.of(List.of(family("asked_total", Kind.COUNTER))))
                .isEqualTo("""
                # HELP asked Said \\"so\\".
                # TYPE asked counter
                asked_total 5 # {trace_id="4bf92f3577b34da6",span_id="00f067aa0ba902b7"} 2
                """);
    }

    @Test
    void aCounterWithoutTheEndingKeepsItsNameAndHasNoTypeAndNoExemplar() {
        assertThat(OpenMetricsText.of(List.of(family("asked", Kind.COUNTER)))).isEqualTo("""
                # HELP asked Said \\"so\\".
                # TYPE asked unknown
                asked 5
                """);
    }

    @Test
    void noTwoFamiliesHaveOneName() {
        assertThat(OpenMetricsText.of(List.of(family("asked", Kind.GAUGE), family("asked_total", Kind.COUNTER))))
                .contains("# TYPE asked gauge\n", "# TYPE asked_total unknown\n");
    }

    private static MetricFamily family(String name, Kind kind) {
        return new MetricFamily(
                name, "Said \"so\".", kind, List.of(new MetricFamily.Series(List.of(), new Scalar(5, EXEMPLAR))));
    }
}
